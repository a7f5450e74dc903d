/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * One request of a patient's browser, and the frame of every page. See the header.
 */
#include "orch-sandbox-portal-visit.h"

#include "core/orch-clock.h"
#include "core/orch-phone.h"

#include "orch-sandbox-json.h"
#include "orch-sandbox-people.h"
#include "orch-sandbox-portal-account.h"
#include "orch-sandbox-portal-data.h"

#include <stdio.h>

#define COOKIE "orch_portal"

static const char *const french_months[] = { "janvier", "février", "mars",      "avril",   "mai",      "juin",
                                             "juillet", "août",    "septembre", "octobre", "novembre", "décembre" };
static const char *const english_months[] = { "January", "February", "March",     "April",   "May",      "June",
                                              "July",    "August",   "September", "October", "November", "December" };

static void
file_free (gpointer data)
{
  OrchSandboxPortalFile *file = data;

  g_free (file->name);
  g_bytes_unref (file->bytes);
  g_free (file);
}

void
orch_sandbox_portal_visit_clear (OrchSandboxPortalVisit *visit)
{
  g_clear_pointer (&visit->token, g_free);
  g_clear_pointer (&visit->csrf, g_free);
  g_clear_pointer (&visit->query, g_hash_table_unref);
  g_clear_pointer (&visit->form, g_hash_table_unref);
  g_clear_pointer (&visit->files, g_ptr_array_unref);
  g_clear_pointer (&visit->account, g_free);
  g_clear_pointer (&visit->person, g_free);
  g_clear_pointer (&visit->patient, g_free);
  g_clear_pointer (&visit->task, g_free);
}

static char *
read_cookie (const OrchSandboxRequest *request)
{
  const char *header = soup_message_headers_get_list (request->headers, "Cookie");
  g_auto (GStrv) parts = g_strsplit_set (header == NULL ? "" : header, ";,", -1);

  for (int i = 0; parts[i] != NULL; i++)
    {
      g_strstrip (parts[i]);
      if (g_str_has_prefix (parts[i], COOKIE "="))
        {
          const char *value = parts[i] + strlen (COOKIE "=");

          if (strlen (value) == 43)
            return g_strdup (value);
        }
    }
  return NULL;
}

static GHashTable *
new_form (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

static void
read_multipart (OrchSandboxPortalVisit *visit)
{
  g_autoptr (GBytes) body = g_bytes_new (visit->request->body, visit->request->body_length);
  g_autoptr (SoupMultipart) parts = soup_multipart_new_from_message (visit->request->headers, body);

  for (int i = 0; parts != NULL && i < soup_multipart_get_length (parts); i++)
    {
      SoupMessageHeaders *headers;
      GBytes *bytes;
      g_autofree char *disposition = NULL;
      g_autoptr (GHashTable) params = NULL;
      const char *name, *filename;

      if (!soup_multipart_get_part (parts, i, &headers, &bytes) ||
          !soup_message_headers_get_content_disposition (headers, &disposition, &params))
        continue;
      name = g_hash_table_lookup (params, "name");
      filename = g_hash_table_lookup (params, "filename");
      if (name == NULL)
        continue;
      if (filename == NULL)
        g_hash_table_replace (visit->form, g_strdup (name),
                              g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)));
      else if (*filename != '\0' || g_bytes_get_size (bytes) > 0)
        {
          OrchSandboxPortalFile *file = g_new0 (OrchSandboxPortalFile, 1);

          file->name = g_utf8_make_valid (filename, -1);
          file->bytes = g_bytes_ref (bytes);
          g_ptr_array_add (visit->files, file);
        }
    }
}

void
orch_sandbox_portal_visit_begin (OrchSandboxPortalVisit *visit, OrchSandboxStore *store,
                                 const OrchSandboxRequest *request, gboolean french)
{
  GHashTableIter iter;
  gpointer value;

  *visit = (OrchSandboxPortalVisit) { .store = store, .request = request, .french = french };
  visit->path = request->path + strlen ("/portal");
  while (*visit->path == '/')
    visit->path++;
  visit->post = g_str_equal (request->method, "POST");
  visit->query = request->query == NULL ? new_form () : soup_form_decode (request->query);
  visit->files = g_ptr_array_new_with_free_func (file_free);
  if (visit->post && request->content_type != NULL &&
      g_str_has_prefix (request->content_type, "application/x-www-form-urlencoded"))
    {
      g_autofree char *text = g_strndup (request->body, request->body_length);

      visit->form = soup_form_decode (text);
    }
  if (visit->form == NULL)
    visit->form = new_form ();
  if (visit->post && request->content_type != NULL && g_str_has_prefix (request->content_type, "multipart/form-data"))
    read_multipart (visit);
  /* What is no text is as good as absent. */
  g_hash_table_iter_init (&iter, visit->form);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (!g_utf8_validate (value, -1, NULL))
      g_hash_table_iter_remove (&iter);
  visit->token = read_cookie (request);
  if (visit->token == NULL)
    {
      visit->token = orch_sandbox_people_random ();
      visit->fresh = TRUE;
    }
  orch_sandbox_portal_account_find_session (visit);
  visit->csrf = orch_sandbox_portal_digest (store, "csrf", visit->token);
}

const char *
orch_sandbox_portal_visit_field (const OrchSandboxPortalVisit *visit, const char *name)
{
  const char *value = g_hash_table_lookup (visit->form, name);

  return value == NULL ? "" : value;
}

void
orch_sandbox_portal_append (GString *out, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  g_string_append (out, escaped);
}

static void
append_navigation (GString *out, const OrchSandboxPortalVisit *visit)
{
  const char *lang = visit->french ? "fr" : "en";
  const char *link = g_hash_table_lookup (visit->query, "t");

  g_string_append_printf (out, "<div class=\"bar\"><p class=\"brand\">%s</p><nav aria-label=\"%s\"><ul>",
                          ORCH_SANDBOX_SAY (visit, "Portail patient", "Patient portal"),
                          ORCH_SANDBOX_SAY (visit, "Navigation du portail", "Portal navigation"));
  if (visit->account != NULL)
    {
      g_string_append_printf (out, "<li><a href=\"/portal/messages?lang=%s\">%s</a></li><li>", lang,
                              ORCH_SANDBOX_SAY (visit, "Mes messages", "My messages"));
      orch_sandbox_portal_append_form (out, visit, "sign-out", FALSE);
      g_string_append_printf (out, "<button type=\"submit\" class=\"plain\">%s</button></form></li>",
                              ORCH_SANDBOX_SAY (visit, "Se déconnecter", "Sign out"));
    }
  g_string_append (out, "<li><a href=\"/portal/");
  orch_sandbox_portal_append (out, visit->path);
  g_string_append_printf (out, "?lang=%s", visit->french ? "en" : "fr");
  if (link != NULL)
    {
      g_string_append (out, "&amp;t=");
      orch_sandbox_portal_append (out, link);
    }
  g_string_append_printf (out, "\" lang=\"%s\" hreflang=\"%s\">%s</a></li></ul></nav></div></header>",
                          visit->french ? "en-CA" : "fr-CA", visit->french ? "en" : "fr",
                          visit->french ? "English" : "Français");
}

OrchSandboxReply *
orch_sandbox_portal_begin_page (const OrchSandboxPortalVisit *visit, int status, const char *title, const char *error)
{
  OrchSandboxReply *reply = orch_sandbox_reply_new (status);
  GString *out = reply->body;

  reply->content_type = g_strdup ("text/html; charset=utf-8");
  g_string_append_printf (out,
                          "<!DOCTYPE html>\n<html lang=\"%s\"><head><meta charset=\"utf-8\">"
                          "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
                          "<link rel=\"stylesheet\" href=\"/portal/portal.css\">"
                          "<script src=\"/portal/portal.js\" defer></script><title>%s",
                          visit->french ? "fr-CA" : "en-CA",
                          error == NULL ? "" : ORCH_SANDBOX_SAY (visit, "Erreur : ", "Error: "));
  orch_sandbox_portal_append (out, title);
  g_string_append_printf (out,
                          " — %s</title></head><body><a class=\"skip\" href=\"#main\">%s</a>"
                          "<header><p class=\"training\">%s</p>",
                          ORCH_SANDBOX_SAY (visit, "Portail patient", "Patient portal"),
                          ORCH_SANDBOX_SAY (visit, "Aller au contenu", "Skip to the content"),
                          ORCH_SANDBOX_SAY (visit, "Données de formation : rien n’est réel.",
                                            "Training data: nothing is real."));
  append_navigation (out, visit);
  g_string_append (out, "<main id=\"main\"><h1>");
  orch_sandbox_portal_append (out, title);
  g_string_append (out, "</h1>");
  if (error != NULL)
    {
      g_string_append (out, "<p class=\"error\" id=\"error\" role=\"alert\">");
      orch_sandbox_portal_append (out, error);
      g_string_append (out, "</p>");
    }
  return reply;
}

OrchSandboxReply *
orch_sandbox_portal_end_page (const OrchSandboxPortalVisit *visit, OrchSandboxReply *reply)
{
  g_string_append_printf (
      reply->body, "</main><footer><p>%s</p></footer></body></html>\n",
      ORCH_SANDBOX_SAY (visit,
                        "En cas d’urgence, composez le 911. Pour un conseil de santé, composez le 811. Les messages ne "
                        "sont pas lus à toute heure. Vous êtes déconnecté après 20 minutes sans activité.",
                        "In an emergency, call 911. For health advice, call 811. Messages are not read around the "
                        "clock. You are signed out after 20 minutes without activity."));
  return reply;
}

OrchSandboxReply *
orch_sandbox_portal_page (const OrchSandboxPortalVisit *visit, int status, const char *title, const char *text)
{
  OrchSandboxReply *reply = orch_sandbox_portal_begin_page (visit, status, title, NULL);

  g_string_append_printf (reply->body, "<p%s>", status >= 400 ? " class=\"error\" role=\"alert\"" : "");
  orch_sandbox_portal_append (reply->body, text);
  g_string_append (reply->body, "</p>");
  if (status >= 400)
    orch_sandbox_portal_append_clinic (reply->body, visit);
  return orch_sandbox_portal_end_page (visit, reply);
}

OrchSandboxReply *
orch_sandbox_portal_go (const OrchSandboxPortalVisit *visit, const char *path, const char *more)
{
  OrchSandboxReply *reply = orch_sandbox_reply_new (303);
  g_autofree char *location =
      g_strdup_printf ("/portal/%s?lang=%s%s", path, visit->french ? "fr" : "en", more == NULL ? "" : more);

  orch_sandbox_reply_set_header (reply, "Location", location);
  return reply;
}

void
orch_sandbox_portal_append_form (GString *out, const OrchSandboxPortalVisit *visit, const char *path,
                                 gboolean multipart)
{
  g_string_append (out, "<form method=\"post\" action=\"/portal/");
  orch_sandbox_portal_append (out, path);
  g_string_append_printf (out, "?lang=%s\"%s><input type=\"hidden\" name=\"csrf\" value=\"%s\">",
                          visit->french ? "fr" : "en", multipart ? " enctype=\"multipart/form-data\"" : "",
                          visit->csrf);
}

void
orch_sandbox_portal_append_field (GString *out, const char *name, const char *type, const char *label,
                                  const char *value, const char *complete, const char *described, gboolean wrong)
{
  g_string_append_printf (out,
                          "<label for=\"%s\">%s</label><input id=\"%s\" name=\"%s\" type=\"%s\" autocomplete=\"%s\" "
                          "autocapitalize=\"off\" spellcheck=\"false\" required%s",
                          name, label, name, name, type, complete, wrong ? " aria-invalid=\"true\"" : "");
  if (described != NULL || wrong)
    g_string_append_printf (out, " aria-describedby=\"%s%s%s\"", wrong ? "error" : "",
                            wrong && described != NULL ? " " : "", described == NULL ? "" : described);
  if (value != NULL && *value != '\0')
    {
      g_string_append (out, " value=\"");
      orch_sandbox_portal_append (out, value);
      g_string_append_c (out, '"');
    }
  g_string_append_c (out, '>');
}

void
orch_sandbox_portal_append_clinic (GString *out, const OrchSandboxPortalVisit *visit)
{
  g_autoptr (JsonObject) person = orch_sandbox_portal_load (visit->store, visit->person);
  g_autofree char *managing =
      person == NULL ? NULL : orch_sandbox_portal_target (orch_sandbox_json_object (person, "managingOrganization"));
  g_autoptr (JsonObject) clinic =
      orch_sandbox_portal_load (visit->store, managing != NULL ? managing : "Organization/" ORCH_SANDBOX_CLINIC);
  const char *phone = clinic == NULL ? NULL : orch_sandbox_portal_telecom (clinic, "phone");
  const char *name = clinic == NULL ? NULL : orch_sandbox_json_string (clinic, "name");
  g_auto (GStrv) number = g_strsplit (phone == NULL ? "" : phone, ";ext=", 2);
  g_autofree char *shown = phone == NULL ? NULL : orch_phone_format (number[0]);

  g_string_append_printf (out, "<p class=\"clinic\">%s",
                          ORCH_SANDBOX_SAY (visit, "Besoin d’aide ? Appelez votre clinique",
                                            "Do you need help? Call your clinic"));
  /* Whose clinic it is, is told to nobody but the patient. */
  if (name != NULL && visit->person != NULL)
    {
      g_string_append_printf (out, "%s", ORCH_SANDBOX_SAY (visit, ", ", ", "));
      orch_sandbox_portal_append (out, name);
    }
  if (shown != NULL && visit->person != NULL)
    {
      g_string_append (out, ORCH_SANDBOX_SAY (visit, " : ", ": "));
      g_string_append (out, "<a href=\"tel:");
      orch_sandbox_portal_append (out, number[0]);
      g_string_append (out, "\">");
      orch_sandbox_portal_append (out, shown);
      g_string_append (out, "</a>");
      if (number[1] != NULL)
        {
          g_string_append (out, ORCH_SANDBOX_SAY (visit, ", poste ", ", extension "));
          orch_sandbox_portal_append (out, number[1]);
        }
    }
  g_string_append (out, ".</p>");
}

char *
orch_sandbox_portal_day (const OrchSandboxPortalVisit *visit, const char *date)
{
  int year = 0, month = 0, day = 0;

  if (date == NULL || sscanf (date, "%4d-%2d-%2d", &year, &month, &day) != 3 || month < 1 || month > 12)
    return g_strdup (date == NULL ? "" : date);
  if (!visit->french)
    return g_strdup_printf ("%s %d, %d", english_months[month - 1], day, year);
  return g_strdup_printf ("%d%s %s %d", day, day == 1 ? "er" : "", french_months[month - 1], year);
}

char *
orch_sandbox_portal_when (const OrchSandboxPortalVisit *visit, const char *instant)
{
  gint64 us;
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("America/Toronto");
  g_autoptr (GDateTime) utc = NULL;
  g_autoptr (GDateTime) local = NULL;
  g_autofree char *date = NULL;
  g_autofree char *day = NULL;

  if (instant == NULL || zone == NULL || !orch_clock_parse_instant (instant, &us))
    return g_strdup ("");
  utc = g_date_time_new_from_unix_utc (us / G_USEC_PER_SEC);
  local = g_date_time_to_timezone (utc, zone);
  date = g_date_time_format (local, "%Y-%m-%d");
  day = orch_sandbox_portal_day (visit, date);
  if (visit->french)
    return g_strdup_printf ("%s à %d h %02d", day, g_date_time_get_hour (local), g_date_time_get_minute (local));
  return g_strdup_printf ("%s at %d:%02d %s", day, (g_date_time_get_hour (local) + 11) % 12 + 1,
                          g_date_time_get_minute (local), g_date_time_get_hour (local) < 12 ? "a.m." : "p.m.");
}
