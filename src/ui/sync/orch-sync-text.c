/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-sync-text.h.
 */
#include "orch-sync-text.h"

#include <glib/gi18n.h>

#include "ui/orch-error-text.h"
#include "ui/orch-time-text.h"

const char *
orch_sync_text_get_phase (OrchSyncPhase phase)
{
  switch (phase)
    {
    case ORCH_SYNC_PHASE_SENDING:
      return _ ("Sending what was done here");
    case ORCH_SYNC_PHASE_RECEIVING:
      return _ ("Receiving what was done elsewhere");
    case ORCH_SYNC_PHASE_STAFF:
      return _ ("Staff from the EMR");
    case ORCH_SYNC_PHASE_SERVICES:
      return _ ("Services from the EMR");
    case ORCH_SYNC_PHASE_SCHEDULES:
    case ORCH_SYNC_PHASE_SLOTS:
      return _ ("Availability from the EMR");
    case ORCH_SYNC_PHASE_APPOINTMENTS:
      return _ ("Appointments from the EMR");
    case ORCH_SYNC_PHASE_PATIENTS:
      return _ ("Patients of the appointments");
    case ORCH_SYNC_PHASE_RULES:
      return _ ("What the appointments mean for the services");
    case ORCH_SYNC_PHASE_UPLOADING:
      return _ ("Sending to the hub");
    case ORCH_SYNC_PHASE_IDLE:
    default:
      return _ ("Synchronising");
    }
}

char *
orch_sync_text_dup_progress (OrchSync *sync)
{
  const char *phase = orch_sync_text_get_phase (orch_sync_get_phase (sync));
  const guint done = orch_sync_get_done (sync);
  const guint total = orch_sync_get_total (sync);

  if (total > 0)
    /* translators: what is being synchronised, how many so far, of how many */
    return g_strdup_printf (_ ("%s: %'u of %'u"), phase, done, total);
  if (done > 0)
    /* translators: what is being synchronised, how many so far */
    return g_strdup_printf (_ ("%s: %'u so far"), phase, done);
  /* translators: what is being synchronised */
  return g_strdup_printf (_ ("%s…"), phase);
}

const char *
orch_sync_text_get_kind (OrchSyncKind kind)
{
  switch (kind)
    {
    case ORCH_SYNC_FULL:
      return _ ("Whole schedule");
    case ORCH_SYNC_SERVICES:
      return _ ("Services");
    case ORCH_SYNC_RECENT:
    default:
      return _ ("Recent appointments");
    }
}

char *
orch_sync_text_dup_schedule (OrchSync *sync, OrchSyncKind kind)
{
  const gint64 last = orch_sync_get_last (sync, kind);
  const gint64 next = orch_sync_get_next (sync, kind);
  g_autofree char *before = last > 0 ? orch_time_text_dup_when (last) : g_strdup (_ ("never"));
  g_autofree char *after = next > 0 ? orch_time_text_dup_when (next) : g_strdup (_ ("not by itself"));

  /* translators: when something was done last, and when it will be next */
  return g_strdup_printf (_ ("Last: %s. Next: %s."), before, after);
}

/* What a person may look for afterwards; the rest is left to the logs. @nothing: what is said when there is none of it. */
static char *
dup_counts (const OrchSyncCounts *counts, const char *nothing)
{
  const guint appointments = counts->kinds[ORCH_STORE_APPOINTMENTS].changed;
  const guint patients = counts->kinds[ORCH_STORE_PATIENTS].changed;
  const guint services = counts->kinds[ORCH_STORE_SERVICES].changed;
  const guint staff = counts->kinds[ORCH_STORE_STAFF].changed;
  g_autoptr (GStrvBuilder) parts = g_strv_builder_new ();
  g_auto (GStrv) texts = NULL;

  if (appointments > 0)
    /* translators: %'u is how many are new or changed */
    g_strv_builder_take (parts, g_strdup_printf (ngettext ("%'u appointment", "%'u appointments", appointments),
                                                 appointments));
  if (patients > 0)
    /* translators: %'u is how many are new or changed */
    g_strv_builder_take (parts, g_strdup_printf (ngettext ("%'u patient", "%'u patients", patients), patients));
  if (services > 0)
    /* translators: %'u is how many are new or changed */
    g_strv_builder_take (parts, g_strdup_printf (ngettext ("%'u service", "%'u services", services), services));
  if (staff > 0)
    /* translators: %'u is how many are new or changed */
    g_strv_builder_take (parts, g_strdup_printf (ngettext ("%'u person", "%'u people", staff), staff));
  if (counts->sent > 0)
    /* translators: %'u is how many records the hub took */
    g_strv_builder_take (parts, g_strdup_printf (ngettext ("%'u sent", "%'u sent", counts->sent), counts->sent));
  if (counts->failed > 0)
    {
      const char *refused =
          /* translators: %'u is how many records the hub refused */
          ngettext ("%'u refused", "%'u refused", counts->failed);

      g_strv_builder_take (parts, g_strdup_printf (refused, counts->failed));
    }
  texts = g_strv_builder_end (parts);
  return texts[0] != NULL ? g_strjoinv (", ", texts) : g_strdup (nothing);
}

char *
orch_sync_text_dup_outcome (gpointer run)
{
  const OrchSyncRecordFields *fields = orch_sync_record_get_fields (run);
  const gboolean done = fields->state == ORCH_STORE_RUN_SUCCEEDED || fields->state == ORCH_STORE_RUN_CONFLICTS;
  g_autofree char *counts = dup_counts (&fields->counts, done ? _ ("Nothing new") : "");
  g_autofree char *text = NULL;
  g_autofree char *why = NULL;

  switch (fields->state)
    {
    case ORCH_STORE_RUN_RUNNING:
      return g_strdup (_ ("Under way"));
    case ORCH_STORE_RUN_CANCELLED:
      /* translators: %s is what a synchronisation brought before */
      text = g_strdup_printf (_ ("Cancelled. %s"), counts);
      break;
    case ORCH_STORE_RUN_INTERRUPTED:
      /* translators: %s is what a synchronisation brought before */
      text = g_strdup_printf (_ ("Interrupted: the next one went on from there. %s"), counts);
      break;
    case ORCH_STORE_RUN_FAILED:
      if (fields->error_code >= 0 && fields->error_code < ORCH_N_ERRORS)
        {
          g_autoptr (GError) error = g_error_new_literal (ORCH_ERROR, fields->error_code,
                                                          fields->error_text != NULL ? fields->error_text : "");

          why = orch_error_text_dup (error);
        }
      /* translators: why a synchronisation failed, and what it brought before */
      text = g_strdup_printf (_ ("Failed. %s %s"), why != NULL ? why : "", counts);
      break;
    case ORCH_STORE_RUN_SUCCEEDED:
    case ORCH_STORE_RUN_CONFLICTS:
    default:
      return g_steal_pointer (&counts);
    }
  return g_strstrip (g_steal_pointer (&text));
}

const char *
orch_sync_text_get_outcome_icon (gpointer run)
{
  switch (orch_sync_record_get_fields (run)->state)
    {
    case ORCH_STORE_RUN_SUCCEEDED:
      return "orch-sync-done-symbolic";
    case ORCH_STORE_RUN_CONFLICTS:
    case ORCH_STORE_RUN_FAILED:
      return "orch-sync-problem-symbolic";
    case ORCH_STORE_RUN_RUNNING:
      return "orch-sync-symbolic";
    case ORCH_STORE_RUN_CANCELLED:
    case ORCH_STORE_RUN_INTERRUPTED:
    default:
      return "process-stop-symbolic";
    }
}

char *
orch_sync_text_dup_undecided (guint n)
{
  /* translators: %u is a number of changes */
  return g_strdup_printf (ngettext ("%'u change waits for your decision", "%'u changes wait for your decision", n), n);
}

char *
orch_sync_text_dup_item (OrchSyncItem *item)
{
  const char *type = orch_sync_item_get_object_type (item);
  const char *name = orch_sync_item_get_name (item);

  if (g_strcmp0 (type, "service") == 0)
    /* translators: %s is a service's name */
    return name != NULL ? g_strdup_printf (_ ("Service: %s"), name) : g_strdup (_ ("A service"));
  if (g_strcmp0 (type, "staff") == 0)
    /* translators: %s is a person's name */
    return name != NULL ? g_strdup_printf (_ ("Staff: %s"), name) : g_strdup (_ ("A member of the staff"));
  if (g_strcmp0 (type, "clinic") == 0)
    return g_strdup (_ ("The clinic’s details"));
  if (g_strcmp0 (type, "setting") == 0)
    return g_strdup (_ ("A setting of the clinic"));
  if (g_strcmp0 (type, "alert") == 0)
    return g_strdup (_ ("A report of a problem"));
  if (g_strcmp0 (type, ORCH_STORE_DOCUMENT) == 0)
    return g_strdup (_ ("A document for a patient’s chart in the EMR"));
  return g_strdup (_ ("A change"));
}

/* Why a document is not in its chart is said whole where it was found out: which folder, whose chart, what to do. */
static char *
dup_error (OrchSyncItem *item)
{
  const GError *error = orch_sync_item_get_error (item);

  if (error != NULL && g_strcmp0 (orch_sync_item_get_object_type (item), ORCH_STORE_DOCUMENT) == 0 &&
      g_str_has_suffix (error->message, ".") && !g_ascii_isdigit (error->message[0]))
    return g_strdup (error->message);
  return error != NULL ? orch_error_text_dup (error) : NULL;
}

static char *
dup_why (OrchSyncItem *item)
{
  const GError *error = orch_sync_item_get_error (item);
  g_autofree char *why = dup_error (item);

  switch (orch_sync_item_get_retry (item))
    {
    case ORCH_SYNC_RETRY_PERSON:
      return g_strdup (_ ("It is sent once the person who did it signs in again."));
    case ORCH_SYNC_RETRY_CONFLICT:
      return g_strdup (_ ("It was changed on another workstation too: choose what is kept, in the list of conflicts."));
    case ORCH_SYNC_RETRY_USELESS:
      return g_strdup (_ ("It is no longer on this workstation: nothing is left to send."));
    case ORCH_SYNC_RETRY_ALONE:
    case ORCH_SYNC_RETRY_OFFERED:
      return why != NULL ? g_steal_pointer (&why) : g_strdup (orch_error_text_sentence (ORCH_ERROR_REFUSED));
    case ORCH_SYNC_RETRY_BY_ITSELF:
    default:
      if (error == NULL)
        return g_strdup (_ ("It waits for its turn."));
      if (orch_sync_item_get_next_try (item) > 0)
        {
          g_autofree char *when = orch_time_text_dup_when (orch_sync_item_get_next_try (item));

          /* translators: why it could not be sent, and a time */
          return g_strdup_printf (_ ("%s It is tried again by itself at %s."),
                                  orch_error_text_sentence (orch_error_code_of (error)), when);
        }
      /* translators: why it could not be sent */
      return g_strdup_printf (_ ("%s It is tried again by itself."),
                              orch_error_text_sentence (orch_error_code_of (error)));
    }
}

char *
orch_sync_text_dup_reason (OrchSyncItem *item)
{
  g_autofree char *when = orch_time_text_dup_when (orch_sync_item_get_since (item));
  g_autofree char *why = dup_why (item);

  /* translators: since when something waits, and why */
  return g_strdup_printf (_ ("Since %s. %s"), when, why);
}

char *
orch_sync_text_dup_failure (const GError *error, gboolean whole, gboolean reached)
{
  g_autofree char *why = orch_error_text_dup (error);

  if (reached && !whole)
    /* translators: why a synchronisation failed, and what to do */
    return g_strdup_printf (_ ("%s\nFirst try the whole schedule; if that fails too, reach support."), why);
  if (reached)
    /* translators: why a synchronisation failed, and what to do */
    return g_strdup_printf (_ ("%s\nIf it fails again, reach support."), why);
  return g_steal_pointer (&why);
}
