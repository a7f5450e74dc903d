/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-support-read.h.
 */
#include "orch-support-read.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/orch-error.h"
#include "core/orch-hours.h"
#include "core/orch-phone.h"
#include "orch-support-days.h"

typedef struct
{
  OrchSupportData *data;
  JsonObject *root;
  GString *path;
  GError **error;
} Reader;

/* Reads @object, whose path is in @reader; %FALSE with the error set. */
typedef gboolean (*ReadFunc) (Reader *reader, JsonObject *object, gpointer data);

/* --- letting go ----------------------------------------------------------------------- */

static void
phase_free (gpointer data)
{
  OrchSupportPhase *phase = data;

  g_free (phase->id);
  orch_bilingual_free (phase->note);
  orch_bilingual_free (phase->name);
  g_free (phase);
}

static void
advice_free (gpointer data)
{
  OrchSupportAdvice *advice = data;

  orch_bilingual_free (advice->text);
  g_ptr_array_unref (advice->contacts);
  g_free (advice);
}

static void
provider_free (gpointer data)
{
  OrchSupportProvider *provider = data;

  g_free (provider->id);
  g_free (provider->section);
  orch_bilingual_free (provider->name);
  orch_bilingual_free (provider->short_name);
  orch_bilingual_free (provider->delay);
  orch_bilingual_free (provider->verify);
  g_ptr_array_unref (provider->phases);
  g_ptr_array_unref (provider->offer);
  g_ptr_array_unref (provider->exclusions);
  g_ptr_array_unref (provider->particulars);
  g_ptr_array_unref (provider->examples);
  g_ptr_array_unref (provider->assistance);
  g_free (provider);
}

static void
contact_free (gpointer data)
{
  OrchSupportContact *contact = data;

  g_free (contact->id);
  orch_bilingual_free (contact->name);
  g_free (contact->value);
  g_free (contact->extension);
  g_free (contact->path);
  orch_bilingual_free (contact->note);
  orch_bilingual_free (contact->verify);
  g_free (contact);
}

static void
node_free (gpointer data)
{
  OrchSupportNode *node = data;

  g_free (node->id);
  orch_bilingual_free (node->name);
  orch_bilingual_free (node->note);
  g_free (node->section);
  g_ptr_array_unref (node->children);
  g_ptr_array_unref (node->levels);
  g_free (node);
}

static OrchSupportNode *
node_new (void)
{
  OrchSupportNode *node = g_new0 (OrchSupportNode, 1);

  node->children = g_ptr_array_new_with_free_func (node_free);
  node->levels = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  return node;
}

/* --- what all have in common ---------------------------------------------------------- */

static gboolean
fail (Reader *reader, const char *member, const char *what)
{
  g_set_error (reader->error, ORCH_ERROR, ORCH_ERROR_INVALID, "%s%s%s: %s", reader->path->str,
               member != NULL ? "." : "", member != NULL ? member : "", what);
  return FALSE;
}

static const char *
string_of (JsonObject *object, const char *member)
{
  return json_object_get_string_member_with_default (object, member, NULL);
}

static gboolean
read_each (Reader *reader, JsonObject *object, const char *member, ReadFunc read, gpointer data)
{
  JsonArray *array = json_object_has_member (object, member) ? json_object_get_array_member (object, member) : NULL;
  const gsize length = reader->path->len;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      g_string_append_printf (reader->path, ".%s[%u]", member, i);
      if (!read (reader, json_array_get_object_element (array, i), data))
        return FALSE;
      g_string_truncate (reader->path, length);
    }
  return TRUE;
}

static GPtrArray *
read_texts (JsonObject *object, const char *member)
{
  GPtrArray *texts = g_ptr_array_new_with_free_func ((GDestroyNotify) orch_bilingual_free);
  JsonArray *array = json_object_has_member (object, member) ? json_object_get_array_member (object, member) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonObject *element = json_array_get_object_element (array, i);
      OrchBilingual *text = g_new0 (OrchBilingual, 1);

      text->french = g_strdup (json_object_get_string_member (element, "fr"));
      text->english = g_strdup (json_object_get_string_member (element, "en"));
      g_ptr_array_add (texts, text);
    }
  return texts;
}

static gboolean
read_date (Reader *reader, JsonObject *object, const char *member, GDate *date)
{
  const char *text = json_object_get_string_member (object, member);
  const guint64 year = g_ascii_strtoull (text, NULL, 10);
  const guint64 month = g_ascii_strtoull (text + 5, NULL, 10);
  const guint64 day = g_ascii_strtoull (text + 8, NULL, 10);

  /* The schema has seen four, two and two digits. */
  if (year == 0 || !g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year))
    return fail (reader, member, _ ("there is no such day"));
  g_date_set_dmy (date, (GDateDay) day, (GDateMonth) month, (GDateYear) year);
  return TRUE;
}

static gboolean
fail_twice (Reader *reader, const char *member, const char *id)
{
  /* translators: %s is a code in a file */
  g_autofree char *what = g_strdup_printf (_ ("“%s” is given twice"), id);

  return fail (reader, member, what);
}

static gboolean
fail_unknown (Reader *reader, const char *member, const char *id)
{
  /* translators: %s is a code in a file */
  g_autofree char *what = g_strdup_printf (_ ("nothing is called “%s”"), id);

  return fail (reader, member, what);
}

/* --- hours and holidays --------------------------------------------------------------- */

static int
minutes_of (const char *text)
{
  return ((text[0] - '0') * 10 + text[1] - '0') * 60 + (text[3] - '0') * 10 + text[4] - '0';
}

static gboolean
read_period (Reader *reader, JsonObject *object, gpointer data)
{
  static const char *const names[] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun", "holiday" };
  JsonArray *days = json_object_get_array_member (object, "days");
  OrchHoursPeriod period = { .from = minutes_of (json_object_get_string_member (object, "from")),
                             .to = minutes_of (json_object_get_string_member (object, "to")) };

  if (period.from == ORCH_HOURS_DAY_MINUTES)
    return fail (reader, "from", _ ("a period begins before midnight"));
  for (guint i = 0; i < json_array_get_length (days); i++)
    for (guint name = 0; name < G_N_ELEMENTS (names); name++)
      if (g_str_equal (json_array_get_string_element (days, i), names[name]))
        period.days |= 1u << name;
  g_array_append_val ((GArray *) data, period);
  return TRUE;
}

static gboolean
read_hours (Reader *reader, JsonObject *object, gpointer data)
{
  const char *id = json_object_get_string_member (object, "id");
  GArray *periods = NULL;

  if (g_hash_table_contains (reader->data->hours, id))
    return fail_twice (reader, "id", id);
  periods = g_array_new (FALSE, FALSE, sizeof (OrchHoursPeriod));
  g_hash_table_insert (reader->data->hours, g_strdup (id), periods);
  return read_each (reader, object, "periods", read_period, periods);
}

static gboolean
read_holiday (Reader *reader, JsonObject *object, gpointer data)
{
  GDate date;

  if (!read_date (reader, object, "date", &date))
    return FALSE;
  orch_holidays_add (reader->data->holidays, &date);
  g_ptr_array_add (reader->data->days, orch_support_day_read (object));
  return TRUE;
}

static gboolean
read_holidays (Reader *reader)
{
  JsonObject *object = json_object_get_object_member (reader->root, "holidays");
  const char *easter = json_object_get_string_member (object, "easter");
  const gsize length = reader->path->len;

  reader->data->holidays = orch_holidays_new (json_object_get_boolean_member (object, "statutory"),
                                              g_str_equal (easter, "friday")   ? ORCH_EASTER_FRIDAY
                                              : g_str_equal (easter, "monday") ? ORCH_EASTER_MONDAY
                                                                               : ORCH_EASTER_BOTH);
  g_string_append (reader->path, ".holidays");
  if (!read_each (reader, object, "own", read_holiday, NULL))
    return FALSE;
  g_string_truncate (reader->path, length);
  return TRUE;
}

/* --- providers and contacts ----------------------------------------------------------- */

static OrchSupportProvider *
find_provider (Reader *reader, const char *id)
{
  for (guint i = 0; id != NULL && i < reader->data->providers->len; i++)
    if (g_str_equal (((OrchSupportProvider *) reader->data->providers->pdata[i])->id, id))
      return reader->data->providers->pdata[i];
  return NULL;
}

static OrchSupportContact *
find_contact (Reader *reader, const char *id)
{
  for (guint i = 0; i < reader->data->contacts->len; i++)
    if (g_str_equal (((OrchSupportContact *) reader->data->contacts->pdata[i])->id, id))
      return reader->data->contacts->pdata[i];
  return NULL;
}

static gboolean
follow_provider (Reader *reader, JsonObject *object, const OrchSupportProvider **provider)
{
  const char *id = string_of (object, "provider");

  *provider = find_provider (reader, id);
  return id == NULL || *provider != NULL || fail_unknown (reader, "provider", id);
}

static gboolean
read_advice (Reader *reader, JsonObject *object, gpointer data)
{
  OrchSupportAdvice *advice = g_new0 (OrchSupportAdvice, 1);
  JsonArray *ids =
      json_object_has_member (object, "contacts") ? json_object_get_array_member (object, "contacts") : NULL;

  advice->contacts = g_ptr_array_new ();
  advice->text = orch_bilingual_read (object, "text");
  advice->exclusion = json_object_get_boolean_member_with_default (object, "exclusion", FALSE);
  g_ptr_array_add (data, advice);
  for (guint i = 0; ids != NULL && i < json_array_get_length (ids); i++)
    {
      const char *id = json_array_get_string_element (ids, i);
      OrchSupportContact *contact = find_contact (reader, id);

      if (contact == NULL)
        {
          g_autofree char *member = g_strdup_printf ("contacts[%u]", i);

          return fail_unknown (reader, member, id);
        }
      g_ptr_array_add (advice->contacts, contact);
    }
  return follow_provider (reader, object, &advice->provider);
}

static gboolean
read_phase (Reader *reader, JsonObject *object, gpointer data)
{
  JsonArray *phases = json_object_get_array_member (reader->root, "phases");
  const char *id = json_object_get_string_member (object, "phase");

  for (guint i = 0; i < json_array_get_length (phases); i++)
    {
      JsonObject *known = json_array_get_object_element (phases, i);
      OrchSupportPhase *phase = NULL;

      if (!g_str_equal (json_object_get_string_member (known, "id"), id))
        continue;
      phase = g_new0 (OrchSupportPhase, 1);
      phase->id = g_strdup (id);
      phase->name = orch_bilingual_read (known, "name");
      phase->note = orch_bilingual_read (object, "note");
      g_ptr_array_add (data, phase);
      return TRUE;
    }
  return fail_unknown (reader, "phase", id);
}

static gboolean
read_provider (Reader *reader, JsonObject *object, gpointer data)
{
  const char *id = json_object_get_string_member (object, "id");
  OrchSupportProvider *provider = NULL;

  if (find_provider (reader, id) != NULL)
    return fail_twice (reader, "id", id);
  provider = g_new0 (OrchSupportProvider, 1);
  provider->id = g_strdup (id);
  provider->section = g_strdup (string_of (object, "section"));
  provider->name = orch_bilingual_read (object, "name");
  provider->short_name = orch_bilingual_read (object, "short");
  provider->delay = orch_bilingual_read (object, "delay");
  provider->verify = orch_bilingual_read (object, "verify");
  provider->phases = g_ptr_array_new_with_free_func (phase_free);
  provider->offer = read_texts (object, "offer");
  provider->exclusions = read_texts (object, "exclusions");
  provider->particulars = read_texts (object, "particulars");
  provider->examples = read_texts (object, "examples");
  provider->assistance = g_ptr_array_new_with_free_func (advice_free);
  g_ptr_array_add (reader->data->providers, provider);
  return read_each (reader, object, "phases", read_phase, provider->phases);
}

/* Providers come before contacts, which name them; what they say of contacts comes after both. */
static gboolean
read_assistance (Reader *reader, JsonObject *object, gpointer data)
{
  OrchSupportProvider *provider = find_provider (reader, json_object_get_string_member (object, "id"));

  return read_each (reader, object, "assistance", read_advice, provider->assistance);
}

/* What is opened with another program is what it says that it is. */
static gboolean
check_value (Reader *reader, OrchSupportContact *contact)
{
  const char *value = contact->value;
  g_autoptr (GUri) uri = NULL;

  switch (contact->kind)
    {
    case ORCH_SUPPORT_ROLE:
      return TRUE;
    case ORCH_SUPPORT_PHONE:
      if (value == NULL || orch_phone_check (value) != ORCH_PHONE_VALID)
        return fail (reader, "value", _ ("not a phone number"));
      return TRUE;
    case ORCH_SUPPORT_EMAIL:
      if (value == NULL || !g_regex_match_simple ("^[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\\.[A-Za-z]{2,}$", value,
                                                  G_REGEX_DOLLAR_ENDONLY, G_REGEX_MATCH_DEFAULT))
        return fail (reader, "value", _ ("not an e-mail address"));
      return TRUE;
    case ORCH_SUPPORT_REQUEST:
    case ORCH_SUPPORT_WEB:
    default:
      uri = value != NULL ? g_uri_parse (value, G_URI_FLAGS_NONE, NULL) : NULL;
      if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0' ||
          (!g_str_equal (g_uri_get_scheme (uri), "https") && !g_str_equal (g_uri_get_scheme (uri), "http")))
        return fail (reader, "value", _ ("not an address that begins with https:// or http://"));
      return TRUE;
    }
}

static gboolean
read_contact (Reader *reader, JsonObject *object, gpointer data)
{
  /* As in OrchSupportKind */
  static const char *const kinds[] = { "request", "web", "phone", "email", "role" };
  const char *id = json_object_get_string_member (object, "id");
  const char *hours = string_of (object, "hours");
  OrchSupportContact *contact = NULL;

  if (find_contact (reader, id) != NULL)
    return fail_twice (reader, "id", id);
  contact = g_new0 (OrchSupportContact, 1);
  contact->id = g_strdup (id);
  contact->name = orch_bilingual_read (object, "name");
  contact->value = g_strdup (string_of (object, "value"));
  contact->extension = g_strdup (string_of (object, "extension"));
  contact->path = g_strdup (string_of (object, "path"));
  contact->note = orch_bilingual_read (object, "note");
  contact->verify = orch_bilingual_read (object, "verify");
  contact->urgent = json_object_get_boolean_member_with_default (object, "urgent", FALSE);
  g_ptr_array_add (reader->data->contacts, contact);
  for (guint kind = 0; kind < G_N_ELEMENTS (kinds); kind++)
    if (g_str_equal (json_object_get_string_member (object, "kind"), kinds[kind]))
      contact->kind = (OrchSupportKind) kind;
  contact->periods = hours != NULL ? g_hash_table_lookup (reader->data->hours, hours) : NULL;
  if (hours != NULL && contact->periods == NULL)
    return fail_unknown (reader, "hours", hours);
  return follow_provider (reader, object, &contact->provider) && check_value (reader, contact);
}

/* --- the questions -------------------------------------------------------------------- */

static gboolean
read_levels (Reader *reader, JsonObject *object, OrchSupportNode *node)
{
  JsonArray *levels = json_object_get_array_member (object, "levels");
  const gsize length = reader->path->len;

  for (guint i = 0; i < json_array_get_length (levels); i++)
    {
      JsonArray *advices = json_array_get_array_element (levels, i);
      GPtrArray *level = g_ptr_array_new_with_free_func (advice_free);

      g_ptr_array_add (node->levels, level);
      for (guint j = 0; j < json_array_get_length (advices); j++)
        {
          g_string_append_printf (reader->path, ".levels[%u][%u]", i, j);
          if (!read_advice (reader, json_array_get_object_element (advices, j), level))
            return FALSE;
          g_string_truncate (reader->path, length);
        }
    }
  return TRUE;
}

static gboolean
read_subject (Reader *reader, JsonObject *object, gpointer data)
{
  OrchSupportNode *parent = data;
  OrchSupportNode *node = node_new ();

  node->id = g_strdup (json_object_get_string_member (object, "id"));
  node->name = orch_bilingual_read (object, "name");
  node->note = orch_bilingual_read (object, "note");
  node->section = g_strdup (parent->section);
  g_ptr_array_add (parent->children, node);
  for (guint i = 0; i + 1 < parent->children->len; i++)
    if (g_str_equal (((OrchSupportNode *) parent->children->pdata[i])->id, node->id))
      return fail_twice (reader, "id", node->id);
  if (json_object_has_member (object, "subjects") == json_object_has_member (object, "levels"))
    return fail (reader, NULL, _ ("a subject has either subjects or levels"));
  if (json_object_has_member (object, "subjects"))
    return read_each (reader, object, "subjects", read_subject, node);
  return read_levels (reader, object, node);
}

/* The branch of those who @asks and of @why, below @node. */
static gboolean
read_branch (Reader *reader, const char *asks, const char *why, OrchSupportNode *node)
{
  JsonArray *branches = json_object_get_array_member (reader->root, "branches");
  const gsize length = reader->path->len;
  gboolean found = FALSE;

  for (guint i = 0; i < json_array_get_length (branches); i++)
    {
      JsonObject *branch = json_array_get_object_element (branches, i);

      if (!g_str_equal (json_object_get_string_member (branch, "asks"), asks) ||
          !g_str_equal (json_object_get_string_member (branch, "why"), why))
        continue;
      g_string_printf (reader->path, "$.branches[%u]", i);
      if (found)
        return fail_twice (reader, "why", why);
      found = TRUE;
      node->section = g_strdup (string_of (branch, "section"));
      if (!read_each (reader, branch, "subjects", read_subject, node))
        return FALSE;
      g_string_truncate (reader->path, length);
    }
  /* translators: two codes in a file: of who asks, and of why */
  g_autofree char *what = g_strdup_printf (_ ("no branch for “%s” and “%s”"), asks, why);

  return found || fail (reader, "branches", what);
}

static gboolean
read_who (Reader *reader, JsonObject *object, gpointer data)
{
  OrchSupportNode *root = reader->data->root;
  JsonArray *whys = json_object_get_array_member (reader->root, "why");
  const char *id = json_object_get_string_member (object, "id");
  OrchSupportNode *who = node_new ();
  g_autofree char *here = g_strdup (reader->path->str);

  who->id = g_strdup (id);
  who->name = orch_bilingual_read (object, "name");
  g_ptr_array_add (root->children, who);
  for (guint i = 0; i + 1 < root->children->len; i++)
    if (g_str_equal (((OrchSupportNode *) root->children->pdata[i])->id, id))
      return fail_twice (reader, "id", id);
  for (guint i = 0; i < json_array_get_length (whys); i++)
    {
      JsonObject *reason = json_array_get_object_element (whys, i);
      OrchSupportNode *why = node_new ();

      why->id = g_strdup (json_object_get_string_member (reason, "id"));
      why->name = orch_bilingual_read (reason, "name");
      g_ptr_array_add (who->children, why);
      for (guint j = 0; j < i; j++)
        if (g_str_equal (((OrchSupportNode *) who->children->pdata[j])->id, why->id))
          {
            g_string_printf (reader->path, "$.why[%u]", i);
            return fail_twice (reader, "id", why->id);
          }
      g_string_assign (reader->path, "$");
      if (!read_branch (reader, json_object_get_string_member (object, "asks"), why->id, why))
        return FALSE;
    }
  g_string_assign (reader->path, here);
  return TRUE;
}

/* --- the file ------------------------------------------------------------------------- */

OrchSupportData *
orch_support_read (JsonObject *root, GError **error)
{
  g_autoptr (OrchSupportData) data = g_new0 (OrchSupportData, 1);
  g_autoptr (GString) path = g_string_new ("$");
  Reader reader = { .data = data, .root = root, .path = path, .error = error };
  GDate date;

  g_return_val_if_fail (root != NULL, NULL);

  data->hours = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_array_unref);
  data->providers = g_ptr_array_new_with_free_func (provider_free);
  data->contacts = g_ptr_array_new_with_free_func (contact_free);
  data->reminders = g_ptr_array_new_with_free_func (advice_free);
  data->days = g_ptr_array_new_with_free_func (orch_support_day_free);
  data->root = node_new ();
  data->root->id = g_strdup ("");
  data->verified_on = g_strdup (json_object_get_string_member (root, "verified_on"));
  data->title = orch_bilingual_read (root, "title");
  if (!read_date (&reader, root, "verified_on", &date) || !read_holidays (&reader) ||
      !read_each (&reader, root, "hours", read_hours, NULL) ||
      !read_each (&reader, root, "providers", read_provider, NULL) ||
      !read_each (&reader, root, "contacts", read_contact, NULL) ||
      !read_each (&reader, root, "providers", read_assistance, NULL) ||
      !read_each (&reader, root, "reminders", read_advice, data->reminders) ||
      !read_each (&reader, root, "who", read_who, NULL))
    return NULL;
  return g_steal_pointer (&data);
}

void
orch_support_data_free (OrchSupportData *data)
{
  if (data == NULL)
    return;
  g_free (data->verified_on);
  orch_bilingual_free (data->title);
  g_clear_pointer (&data->holidays, orch_holidays_free);
  g_clear_pointer (&data->days, g_ptr_array_unref);
  g_clear_pointer (&data->root, node_free);
  g_clear_pointer (&data->reminders, g_ptr_array_unref);
  g_clear_pointer (&data->providers, g_ptr_array_unref);
  g_clear_pointer (&data->contacts, g_ptr_array_unref);
  g_clear_pointer (&data->hours, g_hash_table_unref);
  g_free (data);
}
