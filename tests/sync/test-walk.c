/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A random walk of two workstations of one clinic, each a process of its own, on one hub: edits, syncs, faults of the network, kills,
 * jumps of the clock, conflicts. At the end the faults stop, everybody syncs until nothing is left, and all must agree: nothing lost,
 * nothing twice. ORCH_WALK_SEED repeats a walk, ORCH_WALK_STEPS says how long it is. A walk that fails is made shorter until it
 * cannot be, and the steps that are left are printed. Source: architecture.md (Tests).
 */
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/orch-clock.h"
#include "core/orch-service-rules.h"
#include "orch-hub-look.h"
#include "orch-small-emr.h"
#include "orch-story.h"
#include "orch-walk-desk.h"
#include "orch-walk-ledger.h"

#define SEED 300 /* of the short tier; the long one walks elsewhere each time */
#define STEPS 2000
#define STEPS_FULL 50000
#define STEPS_A_CLINIC 100
#define MAX_ROUNDS 24     /* of syncs, until nothing is left */
#define ROUND_S 600       /* between them: what waits for its next try, and a lease that nobody gave back */
#define SHRINK_S (8 * 60) /* then it is as short as it will be */
#define TRIES 6           /* of walks that do not fail each time: one that came out right may fail the next time */
#define TOGETHER 2
#define N_SERVICES 4

typedef struct
{
  OrchSandboxProcess *sandbox;
  WalkDesk *desks[2];
  gboolean away[2]; /* it was killed, and has not come back */
  gint64 skew[2];   /* seconds */
  gint64 hub_s;     /* how far the hub's clock was moved */
  WalkLedger *ledger;
  GHashTable *typed;     /* ids that were typed by hand: a set */
  GHashTable *terms;     /* ids of types: a set */
  GHashTable *emr_names; /* of its services that changed: name, or %NULL of one that is not there */
  char *dir;
} Walk;

static const char *const fields[] = { "duration", "category", "types", "offer" };
static const char *program = NULL;

/* --- steps: one line of words each ---------------------------------------------------------------- */

static const char *
choose (GRand *rand, const char *const *words, guint n)
{
  return words[g_rand_int_range (rand, 0, (gint32) n)];
}

static gboolean
chance (GRand *rand, int percent)
{
  return g_rand_int_range (rand, 0, 100) < percent;
}

static char *
make_fault (GRand *rand)
{
  static const char *const kinds[] = {
    "401",           "409", "412", "422", "429", "500", "503", "slow", "truncated", "cut-before", "cut-after-commit",
    "duplicate-page"
  };
  static const char *const paths[] = { "/hub", "/hub", "/hub", "/emr" };
  static const char *const methods[] = { "-", "-", "PUT", "POST" };

  return g_strdup_printf ("fault %s %s %s %d %d", choose (rand, paths, G_N_ELEMENTS (paths)),
                          choose (rand, methods, G_N_ELEMENTS (methods)), choose (rand, kinds, G_N_ELEMENTS (kinds)),
                          g_rand_int_range (rand, 0, 4), g_rand_int_range (rand, 1, 4));
}

static char *
make_emr_change (GRand *rand, guint n)
{
  const int service = g_rand_int_range (rand, 1, N_SERVICES + 1);

  switch (g_rand_int_range (rand, 0, 4))
    {
    case 0:
      return g_strdup_printf ("emr-remove serv-%d", service);
    case 1:
      return g_strdup_printf ("emr-appointment app-%u serv-%d", n, service);
    default:
      return g_strdup_printf ("emr-service serv-%d Nom-%u", service, n);
    }
}

static char *
make_edit (GRand *rand, int desk, guint n)
{
  const char *field = choose (rand, fields, G_N_ELEMENTS (fields));
  const int service = g_rand_int_range (rand, 1, N_SERVICES + 1);

  if (g_str_equal (field, "duration"))
    return g_strdup_printf ("edit %d serv-%d duration %u", desk, service, n % 480 + 1);
  if (g_str_equal (field, "offer"))
    return g_strdup_printf ("edit %d serv-%d offer %u", desk, service, n % 730 + 1);
  return g_strdup_printf ("edit %d serv-%d %s %c-%u", desk, service, field, field[0], n);
}

static char *
make_clock (GRand *rand, int desk)
{
  static const int jumps[] = { -86400, -7200, -240, -30, 0, 0, 0, 30, 240, 7200, 86400 };

  /* A day, and from one end of summer time over the other */
  if (chance (rand, 5))
    return g_strdup ("hub-clock 15724800");
  if (chance (rand, 10))
    return g_strdup ("hub-clock 86400");
  if (g_rand_boolean (rand))
    return g_strdup_printf ("hub-clock %d", g_rand_int_range (rand, 1, 1800));
  return g_strdup_printf ("clock %d %d", desk, jumps[g_rand_int_range (rand, 0, G_N_ELEMENTS (jumps))]);
}

/* What the steps so far typed: steps by their number */
typedef struct
{
  GArray *services;
  GArray *people;
  GArray *terms;
} Typed;

static guint
pick (GRand *rand, GArray *typed)
{
  return g_array_index (typed, guint, g_rand_int_range (rand, 0, (gint32) typed->len));
}

/* A service that is on no EMR */
static char *
make_by_hand (GRand *rand, int desk, guint n, GArray *typed)
{
  static const char *const by_hand[] = { "duration", "category", "types", "name", "name" };
  const char *field = choose (rand, by_hand, G_N_ELEMENTS (by_hand));

  if (typed->len == 0 || chance (rand, 40))
    {
      g_array_append_val (typed, n);
      return g_strdup_printf ("type %d %08x-0000-4000-8000-000000000000 Main-%u", desk, n, n);
    }
  if (chance (rand, 40))
    return g_strdup_printf ("remove %d service %08x-0000-4000-8000-000000000000", desk, pick (rand, typed));
  if (g_str_equal (field, "duration"))
    return g_strdup_printf ("edit %d %08x-0000-4000-8000-000000000000 duration %u", desk, pick (rand, typed),
                            n % 480 + 1);
  return g_strdup_printf ("edit %d %08x-0000-4000-8000-000000000000 %s %c-%u", desk, pick (rand, typed), field,
                          field[0], n);
}

static char *
make_person (GRand *rand, int desk, guint n, GArray *typed)
{
  if (typed->len == 0 || chance (rand, 30))
    {
      g_array_append_val (typed, n);
      return g_strdup_printf ("hire %d %08x-0000-4000-8000-00000000000a Personne-%u", desk, n, n);
    }
  if (chance (rand, 15))
    return g_strdup_printf ("person %d prat-1 permission %d", desk, g_rand_int_range (rand, 0, 4));
  if (chance (rand, 30))
    return g_strdup_printf ("remove %d staff %08x-0000-4000-8000-00000000000a", desk, pick (rand, typed));
  if (chance (rand, 40))
    return g_strdup_printf ("person %d %08x-0000-4000-8000-00000000000a permission %d", desk, pick (rand, typed),
                            g_rand_int_range (rand, 0, 4));
  if (chance (rand, 30))
    return g_strdup_printf ("person %d %08x-0000-4000-8000-00000000000a email p%u@example.org", desk,
                            pick (rand, typed), n);
  return g_strdup_printf ("person %d %08x-0000-4000-8000-00000000000a phone 418555%04u", desk, pick (rand, typed), n);
}

static char *
make_term (GRand *rand, int desk, guint n, GArray *typed)
{
  if (typed->len > 0 && chance (rand, 30))
    return g_strdup_printf ("term %d t-%u -", desk, pick (rand, typed));
  if (typed->len > 0 && chance (rand, 30))
    return g_strdup_printf ("term %d t-%u Nom-%u", desk, pick (rand, typed), n);
  g_array_append_val (typed, n);
  return g_strdup_printf ("term %d t-%u Type-%u", desk, n, n);
}

/* @n: of the step: every value is written once */
static char *
make_step (GRand *rand, guint n, Typed *typed)
{
  const int desk = g_rand_int_range (rand, 0, 2);
  const int service = g_rand_int_range (rand, 1, N_SERVICES + 1);
  const int die = g_rand_int_range (rand, 0, 100);

  if (die < 6)
    return make_by_hand (rand, desk, n, typed->services);
  if (die < 10)
    return make_person (rand, desk, n, typed->people);
  if (die < 26)
    return make_edit (rand, desk, n);
  if (die < 36)
    return g_strdup_printf ("act %d serv-%d %d", desk, service,
                            g_rand_int_range (rand, 0, ORCH_SERVICE_DEACTIVATE + 1));
  if (die < 40)
    return make_term (rand, desk, n, typed->terms);
  if (die < 62)
    return g_strdup_printf ("sync %d %d", desk, g_rand_boolean (rand) ? 0 : 2);
  if (die < 70)
    return make_emr_change (rand, n);
  if (die < 80)
    return make_fault (rand);
  if (die < 84)
    return g_strdup_printf ("kill-in %d %d", desk, g_rand_int_range (rand, 500, 200 * 1000));
  if (die < 86)
    return g_strdup_printf ("kill %d", desk);
  if (die < 90)
    return make_clock (rand, desk);
  if (die < 95)
    return g_strdup_printf ("settle %d %s", desk, g_rand_boolean (rand) ? "mine" : "theirs");
  return g_strdup_printf ("calm %d", desk);
}

/* --- the walk --------------------------------------------------------------------------------------- */

static void
move_clocks (Walk *walk)
{
  orch_clock_set_offset_us (walk->hub_s * G_USEC_PER_SEC);
  orch_sandbox_process_order (walk->sandbox, "clock", "{\"offset_s\": %" G_GINT64_FORMAT "}", walk->hub_s);
  for (guint i = 0; i < G_N_ELEMENTS (walk->desks); i++)
    if (!walk->away[i])
      {
        g_autofree char *answer =
            walk_desk_order (walk->desks[i], "clock %" G_GINT64_FORMAT, walk->hub_s + walk->skew[i]);

        walk->away[i] = answer == NULL;
      }
}

static void
come_back (Walk *walk, int desk)
{
  g_autofree char *set = NULL;
  g_autofree char *resumed = NULL;

  if (!walk->away[desk])
    return;
  walk->away[desk] = FALSE;
  walk_desk_start (walk->desks[desk]);
  set = walk_desk_expect (walk->desks[desk], "clock %" G_GINT64_FORMAT, walk->hub_s + walk->skew[desk]);
  resumed = walk_desk_expect (walk->desks[desk], "resume");
}

/* Returns: (transfer full) (nullable): %NULL: it was killed, and is back */
static char *
order (Walk *walk, int desk, const char *text)
{
  char *answer = walk_desk_order (walk->desks[desk], "%s", text);

  if (answer == NULL)
    {
      walk->away[desk] = TRUE;
      come_back (walk, desk);
    }
  return answer;
}

static void
note_edit (Walk *walk, const char *object, const char *field, const char *value, const char *answer)
{
  if (answer == NULL)
    walk_ledger_attempt (walk->ledger, object, field, g_str_equal (field, "duration") ? "0" : "-", value);
  else if (g_str_has_prefix (answer, "ok "))
    walk_ledger_write (walk->ledger, object, field, answer + strlen ("ok "), value);
}

/* Whether @key, one that was typed by hand, is there: "1", or "-" */
static void
note_there (Walk *walk, char **words, const char *answer)
{
  const gboolean is_removal = g_str_equal (words[0], "remove");
  const char *key = is_removal ? words[3] : words[2];

  if (g_str_equal (words[0], "type") || g_str_equal (words[0], "hire") || is_removal)
    {
      if (answer == NULL)
        walk_ledger_attempt (walk->ledger, "there", key, "-", is_removal ? "-" : "1");
      else if (g_str_equal (answer, "ok"))
        walk_ledger_write (walk->ledger, "there", key, is_removal ? "1" : "-", is_removal ? "-" : "1");
      if (is_removal && (answer == NULL || g_str_equal (answer, "ok")))
        walk_ledger_release (walk->ledger, key);
      g_hash_table_add (walk->typed, g_strdup (key));
    }
  /* Who changes it without knowing that it was removed keeps it. */
  else if ((g_str_equal (words[0], "edit") || g_str_equal (words[0], "person")) && g_uuid_string_is_valid (words[2]) &&
           (answer == NULL || g_str_has_prefix (answer, "ok")))
    walk_ledger_choose (walk->ledger, "there", words[2], "1", "");
}

static void
note_choices (Walk *walk, const char *answer)
{
  g_auto (GStrv) words = answer != NULL ? g_strsplit (answer, " ", -1) : NULL;

  if (words == NULL || !g_str_equal (words[0], "ok"))
    return;
  for (guint i = 2; i + 2 < g_strv_length (words); i += 3)
    walk_ledger_choose (walk->ledger, words[1], words[i], words[i + 1], words[i + 2]);
}

static void
do_fault (Walk *walk, char **words)
{
  g_autofree char *method =
      g_str_equal (words[2], "-") ? g_strdup ("") : g_strdup_printf (", \"method\": \"%s\"", words[2]);

  orch_sandbox_process_order (walk->sandbox, "fault",
                              "{\"path\": \"%s\"%s, \"kind\": \"%s\", \"skip\": %s, \"count\": %s, \"delay_ms\": 100, "
                              "\"retry_after\": 1}",
                              words[1], method, words[3], words[4], words[5]);
}

static void
do_emr (Walk *walk, char **words)
{
  if (g_str_equal (words[0], "emr-remove"))
    small_emr_remove_service (walk->sandbox, words[1]);
  else if (g_str_equal (words[0], "emr-service"))
    small_emr_add_service (walk->sandbox, words[1], words[2]);
  else
    small_emr_add_appointment (walk->sandbox, &(SmallAppointment) {
                                                  .id = words[1],
                                                  .service = words[2],
                                                  .staff = "prat-1",
                                                  .patient = "pat-1",
                                                  .status = "booked",
                                                  .in_s = 86400,
                                              });
}

static void
do_kill_in (Walk *walk, int desk, const char *microseconds)
{
  g_autofree char *arm = g_strconcat ("arm ", microseconds, NULL);
  g_autofree char *armed = order (walk, desk, arm);
  g_autofree char *synced = NULL;
  g_autofree char *disarmed = NULL;

  if (armed != NULL)
    synced = order (walk, desk, "sync 0");
  if (synced != NULL)
    disarmed = order (walk, desk, "arm 0");
}

/* What a workstation is told to do: the same words, without its number */
static char *
tell (Walk *walk, char **words)
{
  const int desk = atoi (words[1]);
  g_autofree char *rest = g_strjoinv (" ", words + 2);
  g_autofree char *text = g_strdup_printf ("%s%s%s", words[0], words[2] != NULL ? " " : "", rest);

  return order (walk, desk, text);
}

static void
take_step (Walk *walk, const char *step)
{
  g_auto (GStrv) words = g_strsplit (step, " ", -1);
  g_autofree char *answer = NULL;

  if (g_str_has_prefix (words[0], "emr-") && !g_str_equal (words[0], "emr-appointment"))
    g_hash_table_insert (walk->emr_names, g_strdup (words[1]),
                         g_strdup (g_str_equal (words[0], "emr-service") ? words[2] : NULL));
  if (g_str_equal (words[0], "fault"))
    do_fault (walk, words);
  else if (g_str_has_prefix (words[0], "emr-"))
    do_emr (walk, words);
  else if (g_str_equal (words[0], "hub-clock"))
    {
      walk->hub_s += atoi (words[1]);
      move_clocks (walk);
    }
  else if (g_str_equal (words[0], "clock"))
    {
      walk->skew[atoi (words[1])] = atoi (words[2]);
      move_clocks (walk);
    }
  else if (g_str_equal (words[0], "kill"))
    {
      walk_desk_kill (walk->desks[atoi (words[1])]);
      walk->away[atoi (words[1])] = TRUE;
      come_back (walk, atoi (words[1]));
    }
  else if (g_str_equal (words[0], "kill-in"))
    do_kill_in (walk, atoi (words[1]), words[2]);
  else
    answer = tell (walk, words);
  note_there (walk, words, answer);
  /* Of few values nobody can tell whose the last one is: that all agree on it is what is asked. */
  if (g_str_equal (words[0], "edit") || (g_str_equal (words[0], "person") && !g_str_equal (words[3], "permission")))
    note_edit (walk, words[2], words[3], words[4], answer);
  else if (g_str_equal (words[0], "term"))
    {
      note_edit (walk, words[2], "name", words[3], answer);
      g_hash_table_add (walk->terms, g_strdup (words[2]));
    }
  else if (g_str_equal (words[0], "settle"))
    note_choices (walk, answer);
  g_printerr ("%s → %s\n", step, answer != NULL ? answer : "");
}

/* --- the end ----------------------------------------------------------------------------------------- */

/* Returns: whether nothing is left at @desk */
static gboolean
calm (Walk *walk, int desk)
{
  g_autofree char *calmed = order (walk, desk, "calm");
  g_autofree char *synced = NULL;

  g_printerr ("  %d calm → %s\n", desk, calmed);
  for (gboolean more = TRUE; more;)
    {
      g_autofree char *settled = order (walk, desk, "settle mine");

      note_choices (walk, settled);
      more = settled != NULL && g_str_has_prefix (settled, "ok ");
      if (more || g_strcmp0 (settled, "ok") != 0)
        g_printerr ("  %d settle → %s\n", desk, settled);
    }
  synced = order (walk, desk, "sync 2");
  g_printerr ("  %d sync → %s\n", desk, synced);
  return g_strcmp0 (calmed, "ok 0 0") == 0 && g_strcmp0 (synced, "ok") == 0;
}

static void
calm_down (Walk *walk)
{
  guint quiet = 0;

  orch_sandbox_process_clear_faults (walk->sandbox);
  walk->skew[0] = walk->skew[1] = 0;
  for (guint round = 0; quiet < 2; round++)
    {
      gboolean is_quiet = TRUE;

      if (round == MAX_ROUNDS)
        g_error ("Something is left to send or to settle after %u rounds", round);
      walk->hub_s += ROUND_S;
      move_clocks (walk);
      for (int desk = 0; desk < 2; desk++)
        is_quiet = calm (walk, desk) && is_quiet;
      quiet = is_quiet ? quiet + 1 : 0;
    }
}

static char *
dump (Walk *walk, WalkDesk *desk)
{
  g_autofree char *path = g_build_filename (walk->dir, "dump", NULL);
  g_autofree char *answer = walk_desk_expect (desk, "dump %s", path);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

static void
check_same (const char *one, const char *other, const char *who)
{
  g_auto (GStrv) ones = g_strsplit (one, "\n", -1);
  g_auto (GStrv) others = g_strsplit (other, "\n", -1);

  if (g_str_equal (one, other))
    return;
  for (guint i = 0; ones[i] != NULL; i++)
    if (!g_strv_contains ((const char *const *) others, ones[i]))
      g_printerr ("- %s\n", ones[i]);
  for (guint i = 0; others[i] != NULL; i++)
    if (!g_strv_contains ((const char *const *) ones, others[i]))
      g_printerr ("+ %s\n", others[i]);
  g_error ("%s do not agree", who);
}

static void
check_line (Walk *walk, const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", -1);

  for (guint i = 2; g_strv_length (words) > 2 && words[i] != NULL; i++)
    {
      char *value = strchr (words[i], '=');

      if (value == NULL)
        continue;
      *value++ = '\0';
      if (!walk_ledger_allows (walk->ledger, words[1], words[i], value))
        {
          g_autofree char *allowed = walk_ledger_describe (walk->ledger, words[1], words[i]);

          g_error ("An edit was lost: %s of %s ends as %s, and only these were not written over:%s", words[i], words[1],
                   value, allowed);
        }
      /* Of lists, the later has the last word; of all else, whoever gives something up was asked. */
      if (!g_str_equal (words[0], "type") && walk_ledger_find_lost (walk->ledger, words[1], words[i], value) != NULL)
        g_error ("An edit was lost, and nobody was asked: %s of %s ends as %s, but somebody wrote %s", words[i],
                 words[1], value, walk_ledger_find_lost (walk->ledger, words[1], words[i], value));
    }
}

static const char *
find_line (char **lines, const char *kind, const char *key)
{
  g_autofree char *begin = g_strdup_printf ("%s %s ", kind, key);

  for (guint i = 0; lines[i] != NULL; i++)
    if (g_str_has_prefix (lines[i], begin))
      return lines[i];
  return NULL;
}

static void
check_value (Walk *walk, const char *object, const char *field, const char *value)
{
  if (!walk_ledger_allows (walk->ledger, object, field, value))
    {
      g_autofree char *allowed = walk_ledger_describe (walk->ledger, object, field);

      g_error ("%s of %s ends as %s, and only these were not written over:%s", field, object, value, allowed);
    }
}

/* What was typed by hand is there unless somebody took it away; and what the clinic called its types. */
static void
check_typed (Walk *walk, char **lines)
{
  GHashTableIter iter;
  gpointer key = NULL;

  g_hash_table_iter_init (&iter, walk->typed);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    check_value (walk, "there", key,
                 find_line (lines, "service", key) != NULL || find_line (lines, "staff", key) != NULL ? "1" : "-");
  g_hash_table_iter_init (&iter, walk->terms);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (find_line (lines, "type", key) == NULL)
      check_value (walk, key, "name", "-");
}

/* Once everybody has read the EMR again, its services are called what it calls them. */
static void
check_names (Walk *walk, char **lines)
{
  GHashTableIter iter;
  gpointer key = NULL, name = NULL;

  g_hash_table_iter_init (&iter, walk->emr_names);
  while (g_hash_table_iter_next (&iter, &key, &name))
    {
      const char *line = find_line (lines, "service", key);
      g_autofree char *says = name != NULL ? g_strdup_printf (" name=%s ", (const char *) name) : NULL;

      if (line == NULL && name != NULL)
        g_error ("%s of the EMR is missing", (const char *) key);
      if (line != NULL && strstr (line, name != NULL ? " vanished=0 " : " vanished=1 ") == NULL)
        g_error ("Not as in the EMR (%s): %s", name != NULL ? (const char *) name : "gone", line);
      if (line != NULL && says != NULL && strstr (line, says) == NULL)
        g_error ("Not as in the EMR (%s): %s", (const char *) name, line);
    }
}

static void
check_end (Walk *walk)
{
  g_autofree char *dir = g_build_filename (walk->dir, "third", NULL);
  g_autoptr (WalkDesk) third = walk_desk_new (ORCH_WALK_DRIVER, orch_sandbox_process_get_origin (walk->sandbox), dir);
  g_autofree char *one = dump (walk, walk->desks[0]);
  g_autofree char *two = dump (walk, walk->desks[1]);
  g_autofree char *three = NULL;
  g_auto (GStrv) lines = g_strsplit (one, "\n", -1);
  g_autofree char *moved = NULL;

  check_same (one, two, "The two workstations");
  /* Who joins now has nothing but what the hub holds. */
  moved = walk_desk_expect (third, "clock %" G_GINT64_FORMAT, walk->hub_s);
  g_free (walk_desk_expect (third, "join"));
  g_free (walk_desk_expect (third, "sync 2"));
  three = dump (walk, third);
  check_same (one, three, "Workstations and hub");
  check_typed (walk, lines);
  check_names (walk, lines);
  for (guint i = 0; lines[i] != NULL; i++)
    check_line (walk, lines[i]);
  hub_look_check_no_doubles (walk->sandbox);
  for (guint i = 0; i < G_N_ELEMENTS (walk->desks); i++)
    g_free (walk_desk_expect (walk->desks[i], "check"));
}

/* @dir: whatever is made is made in there */
static void
walk_steps (const char *dir, char **steps)
{
  Walk walk = { .sandbox = small_emr_start (), .ledger = walk_ledger_new (), .dir = g_strdup (dir) };

  walk.typed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  walk.terms = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  walk.emr_names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  const char *origin = orch_sandbox_process_get_origin (walk.sandbox);

  small_emr_add_patient (walk.sandbox, "pat-1", "Tremblay");
  for (guint i = 0; i < G_N_ELEMENTS (walk.desks); i++)
    {
      g_autofree char *name = g_strdup_printf ("desk-%u", i);
      g_autofree char *path = g_build_filename (dir, name, NULL);

      walk.desks[i] = walk_desk_new (ORCH_WALK_DRIVER, origin, path);
      g_free (walk_desk_expect (walk.desks[i], i == 0 ? "set-up" : "join"));
    }
  for (guint i = 0; steps[i] != NULL; i++)
    if (steps[i][0] != '\0')
      take_step (&walk, steps[i]);
  calm_down (&walk);
  check_end (&walk);
  for (guint i = 0; i < G_N_ELEMENTS (walk.desks); i++)
    walk_desk_free (walk.desks[i]);
  orch_sandbox_process_stop (walk.sandbox);
  walk_ledger_free (walk.ledger);
  g_hash_table_unref (walk.typed);
  g_hash_table_unref (walk.terms);
  g_hash_table_unref (walk.emr_names);
  g_free (walk.dir);
}

/* --- shorter ------------------------------------------------------------------------------------------- */

typedef struct
{
  char *dir;
  GSubprocess *process;
} Try;

/* Walks in a process of its own, so that nothing of a failure is left. */
static void
start_try (Try *attempt, GPtrArray *steps)
{
  g_autofree char *path = NULL;
  g_autofree char *said = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE);
  g_autoptr (GError) error = NULL;

  attempt->dir = g_dir_make_tmp ("orch-walk-XXXXXX", &error);
  g_assert_no_error (error);
  path = g_build_filename (attempt->dir, "steps", NULL);
  for (guint i = 0; i < steps->len; i++)
    g_string_append_printf (text, "%s\n", (const char *) steps->pdata[i]);
  g_file_set_contents (path, text->str, -1, &error);
  g_assert_no_error (error);
  said = g_build_filename (attempt->dir, "said", NULL);
  g_subprocess_launcher_set_stderr_file_path (launcher, said);
  attempt->process = g_subprocess_launcher_spawn (launcher, &error, program, "--walk", attempt->dir, NULL);
  g_assert_no_error (error);
}

/* Returns: (transfer full) (nullable): what it said when it was not right */
static char *
end_try (Try *attempt)
{
  g_autoptr (GSubprocess) process = g_steal_pointer (&attempt->process);
  g_autofree char *dir = g_steal_pointer (&attempt->dir);
  g_autofree char *path = g_build_filename (dir, "said", NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *said = NULL;

  g_subprocess_wait (process, NULL, &error);
  g_assert_no_error (error);
  g_file_get_contents (path, &said, NULL, &error);
  g_assert_no_error (error);
  story_remove_tree (dir);
  if (!g_subprocess_get_if_exited (process) || g_subprocess_get_exit_status (process) != 0)
    return g_steal_pointer (&said);
  if (g_test_verbose ())
    g_test_message ("%s", said);
  return NULL;
}

/* Until it fails, @tries times at most. @n_failed: (out) (optional). Returns: (transfer full) (nullable): what it said when it failed */
static char *
try_steps (GPtrArray *steps, guint tries, guint *n_failed)
{
  g_autofree char *why = NULL;
  guint failed = 0;

  for (guint done = 0; done < tries && (why == NULL || n_failed != NULL); done += TOGETHER)
    {
      Try attempts[TOGETHER] = { 0 };
      const guint n = MIN (TOGETHER, tries - done);

      for (guint i = 0; i < n; i++)
        start_try (&attempts[i], steps);
      for (guint i = 0; i < n; i++)
        {
          g_autofree char *said = end_try (&attempts[i]);

          if (said == NULL)
            continue;
          failed++;
          g_free (why);
          why = g_steal_pointer (&said);
        }
    }
  if (n_failed != NULL)
    *n_failed = failed;
  return g_steal_pointer (&why);
}

static GPtrArray *
leave_out (GPtrArray *steps, guint at, guint size)
{
  GPtrArray *fewer = g_ptr_array_new ();

  for (guint i = 0; i < steps->len; i++)
    if (i < at || i >= at + size)
      g_ptr_array_add (fewer, steps->pdata[i]);
  return fewer;
}

/* Leaves out halves, then quarters… as long as what is left still fails. What fails for the time it takes fails now and then only: each
 * candidate is tried several times then, before it counts as right. */
static void
shrink (GPtrArray *steps)
{
  const gint64 end = g_get_monotonic_time () + SHRINK_S * G_USEC_PER_SEC;
  guint n_failed = 0;
  guint tries = 1;

  g_free (try_steps (steps, TRIES, &n_failed));
  if (n_failed < TRIES)
    tries = TRIES;
  g_printerr ("It fails %u times of %u.\n", n_failed, TRIES);
  for (guint size = steps->len / 2; size > 0; size /= 2)
    for (guint at = 0; at < steps->len && g_get_monotonic_time () < end;)
      {
        g_autoptr (GPtrArray) fewer = leave_out (steps, at, size);
        g_autofree char *why = try_steps (fewer, tries, NULL);

        if (why == NULL)
          at += size;
        else
          g_ptr_array_remove_range (steps, at, MIN (size, steps->len - at));
      }
}

static void
tell_failure (guint32 seed, GPtrArray *steps, const char *why)
{
  g_autofree char *after = NULL;

  g_printerr ("%s\nSeed %u: this walk of %u steps fails; making it shorter.\n", why, seed, steps->len);
  if (g_getenv ("ORCH_WALK_WHOLE") != NULL)
    g_error ("ORCH_WALK_SEED=%u fails", seed);
  shrink (steps);
  g_printerr ("The shortest that fails:\n");
  for (guint i = 0; i < steps->len; i++)
    g_printerr ("  %s\n", (const char *) steps->pdata[i]);
  after = try_steps (steps, TRIES, NULL);
  if (after != NULL)
    g_printerr ("%s\n", after);
  g_error ("ORCH_WALK_SEED=%u fails: see the steps above", seed);
}

static guint
get_number (const char *name, guint otherwise)
{
  const char *text = g_getenv (name);

  return text != NULL ? (guint) g_ascii_strtoull (text, NULL, 10) : otherwise;
}

typedef struct _Clinic Clinic;

struct _Clinic
{
  guint32 seed;
  guint length;
  Clinic *next; /* (nullable): walked at the same time, where walks are many */
  Try attempt;  /* of one that was begun with the one before */
};

static GPtrArray *
make_steps (const Clinic *clinic)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (clinic->seed);
  GPtrArray *steps = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) services = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GArray) people = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GArray) terms = g_array_new (FALSE, FALSE, sizeof (guint));
  Typed typed = { services, people, terms };

  for (guint i = 0; i < clinic->length; i++)
    g_ptr_array_add (steps, make_step (rand, i, &typed));
  return steps;
}

/* What was begun ahead, and is not waited for */
static void
stop_try (Clinic *clinic)
{
  if (clinic == NULL || clinic->attempt.process == NULL)
    return;
  g_subprocess_force_exit (clinic->attempt.process);
  g_free (end_try (&clinic->attempt));
}

static void
test_walk (gconstpointer data)
{
  Clinic *clinic = (Clinic *) data;
  g_autoptr (GPtrArray) steps = make_steps (clinic);
  g_autofree char *why = NULL;

  g_test_message ("ORCH_WALK_SEED=%u ORCH_WALK_STEPS=%u", clinic->seed, clinic->length);
  if (clinic->attempt.process == NULL)
    start_try (&clinic->attempt, steps);
  if (clinic->next != NULL)
    {
      g_autoptr (GPtrArray) ahead = make_steps (clinic->next);

      start_try (&clinic->next->attempt, ahead);
    }
  why = end_try (&clinic->attempt);
  if (why == NULL)
    return;
  stop_try (clinic->next);
  tell_failure (clinic->seed, steps, why);
}

static void
clinic_free (gpointer data)
{
  stop_try (data);
  g_free (data);
}

/* Each clinic is a case with a seed of its own, the one after that of the clinic before. The many of the long tier are walked two at a time. */
static void
add_walks (void)
{
  const gboolean full = g_getenv ("ORCH_TEST_FULL") != NULL;
  const guint n = get_number ("ORCH_WALK_STEPS", full ? STEPS_FULL : STEPS);
  const guint32 first = get_number ("ORCH_WALK_SEED", full ? g_random_int_range (1000, G_MAXINT32 / 2) : SEED);

  Clinic *before = NULL;

  for (guint done = 0, i = 0; done < n; done += STEPS_A_CLINIC, i++)
    {
      Clinic *clinic = g_new0 (Clinic, 1);
      g_autofree char *path = g_strdup_printf ("/sync/walk/%u", first + i);

      clinic->seed = first + i;
      clinic->length = MIN (STEPS_A_CLINIC, n - done);
      if (full && before != NULL)
        before->next = clinic;
      before = clinic;
      g_test_add_data_func_full (path, clinic, test_walk, clinic_free);
    }
}

/* --walk DIRECTORY: one walk of the steps in its file "steps" */
static int
walk_file (const char *dir)
{
  g_autofree char *path = g_build_filename (dir, "steps", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) steps = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  steps = g_strsplit (text, "\n", -1);
  walk_steps (dir, steps);
  return EXIT_SUCCESS;
}

int
main (int argc, char *argv[])
{
  if (argc == 3 && g_str_equal (argv[1], "--walk"))
    return walk_file (argv[2]);
  program = argv[0];
  g_test_init (&argc, &argv, NULL);
  add_walks ();
  return g_test_run ();
}
