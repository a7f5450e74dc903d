/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-map-note.h.
 */
#include "orch-map-note.h"

#include <string.h>

#include "core/orch-clock.h"
#include "core/orch-text.h"
#include "fhir/orch-fhir-reference.h"
#include "http/orch-json.h"
#include "orch-map.h"

#define AUTHOR_MAX 200
#define NOTE "internal-note"
#define EVENT ORCH_HUB_CODE ("conversation-event")

/* Indexed by OrchNoteEvent */
static const char *const events[ORCH_N_NOTE_EVENTS] = {
  NULL, "assigned", "department", "urgent", "routine", "follow-up"
};

JsonObject *
orch_map_note (OrchMessage *note, OrchConversation *conversation, const char *clinic_hub_id)
{
  const OrchMessageFields *f = orch_message_get_fields (note);
  const OrchConversationFields *c = orch_conversation_get_fields (conversation);
  JsonObject *task = NULL;
  g_autofree char *header = g_strconcat ("Communication/", c->hub_id, NULL);
  g_autofree char *clinic = g_strconcat ("Organization/", clinic_hub_id, NULL);
  g_autofree char *authored = orch_map_instant (f->sent_us);

  g_return_val_if_fail (f->note, NULL);

  task = orch_map_new ("Task", f->id);
  json_object_set_string_member (task, "status", "completed");
  json_object_set_string_member (task, "intent", "order");
  json_object_set_object_member (task, "code", orch_map_concept (ORCH_HUB_CODE ("task"), NOTE, NULL));
  json_object_set_object_member (task, "focus", orch_map_refer (NULL, header, c->id, NULL));
  json_object_set_object_member (task, "for", orch_map_refer (NULL, clinic, NULL, NULL));
  if (f->sender != NULL)
    json_object_set_object_member (task, "requester", orch_map_refer (NULL, f->sender, NULL, f->sender_name));
  json_object_set_string_member (task, "authoredOn", authored);
  orch_map_set_string (task, "description", f->text);
  if (f->event != ORCH_NOTE_OF_NOTHING)
    json_object_set_object_member (task, "businessStatus", orch_map_concept (EVENT, events[f->event], NULL));
  if (f->about != NULL)
    json_object_set_object_member (task, "owner", orch_map_refer (NULL, f->about, NULL, f->about_name));
  if (f->day != NULL)
    {
      JsonObject *restriction = json_object_new ();
      JsonObject *period = json_object_new ();

      json_object_set_string_member (period, "end", f->day);
      json_object_set_object_member (restriction, "period", period);
      json_object_set_object_member (task, "restriction", restriction);
    }
  return task;
}

/* Returns: (nullable): its code in @system */
static const char *
get_code (JsonObject *concept, const char *system)
{
  const guint n = orch_json_count (concept, "coding");

  for (guint i = 0; i < n; i++)
    {
      JsonObject *coding = orch_json_nth (concept, "coding", i);

      if (g_strcmp0 (orch_json_get_string (coding, "system"), system) == 0)
        return orch_json_get_string (coding, "code");
    }
  return NULL;
}

static OrchNoteEvent
read_event (JsonObject *task)
{
  const char *code = get_code (orch_json_get_object (task, "businessStatus"), EVENT);

  for (int i = 1; code != NULL && i < ORCH_N_NOTE_EVENTS; i++)
    if (g_str_equal (code, events[i]))
      return (OrchNoteEvent) i;
  return ORCH_NOTE_OF_NOTHING;
}

/* Returns: (transfer full) (nullable): "Practitioner/…" or "Organization/…" */
static char *
dup_owner (JsonObject *owner)
{
  static const char *const types[] = { "Practitioner", "Organization" };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autofree char *id = orch_fhir_reference_id (orch_json_get_string (owner, "reference"), types[i]);

      if (id != NULL)
        return g_strconcat (types[i], "/", id, NULL);
    }
  return NULL;
}

/* Lines stay. Returns: (transfer full) */
static char *
clean_lines (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text != NULL ? text : "", "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      char *clean = orch_text_clean (lines[i], ORCH_MESSAGE_TEXT_MAX);

      g_free (lines[i]);
      lines[i] = clean;
    }
  return g_strjoinv ("\n", lines);
}

OrchMessage *
orch_map_note_from (JsonObject *task)
{
  const char *hub_id = orch_json_get_string (task, "id");
  JsonObject *focus = orch_json_get_object (task, "focus");
  JsonObject *writer = orch_json_get_object (task, "requester");
  g_autofree char *header = orch_fhir_reference_id (orch_json_get_string (focus, "reference"), "Communication");
  g_autofree char *conversation = orch_map_dup_referred_id (focus);
  g_autofree char *writer_id = orch_fhir_reference_id (orch_json_get_string (writer, "reference"), "Practitioner");
  g_autofree char *sender = writer_id != NULL ? g_strconcat ("Practitioner/", writer_id, NULL) : NULL;
  g_autofree char *name = orch_text_clean (orch_json_get_string (writer, "display"), AUTHOR_MAX);
  g_autofree char *text = clean_lines (orch_json_get_string (task, "description"));
  JsonObject *owner = orch_json_get_object (task, "owner");
  g_autofree char *about = dup_owner (owner);
  g_autofree char *about_name = orch_text_clean (orch_json_get_string (owner, "display"), AUTHOR_MAX);
  const char *day =
      orch_json_get_string (orch_json_get_object (orch_json_get_object (task, "restriction"), "period"), "end");
  const OrchNoteEvent event = read_event (task);
  const char *code = get_code (orch_json_get_object (task, "code"), ORCH_HUB_CODE ("task"));
  g_autofree char *id = NULL;
  gint64 written_us = 0;

  if (hub_id == NULL || g_strcmp0 (code, NOTE) != 0 || header == NULL ||
      (event == ORCH_NOTE_OF_NOTHING && orch_text_is_empty (text)) ||
      !orch_clock_parse_instant (orch_json_get_string (task, "authoredOn"), &written_us))
    return NULL;
  id = orch_map_get_id (task);
  if (id == NULL)
    id = orch_map_derive_id (hub_id, "note");
  return orch_message_new (&(OrchMessageFields) { .id = id,
                                                  .hub_id = hub_id,
                                                  .conversation = conversation,
                                                  .conversation_hub_id = header,
                                                  .note = TRUE,
                                                  .sender = sender,
                                                  .sender_name = *name != '\0' ? name : NULL,
                                                  .event = event,
                                                  .about = about,
                                                  .about_name = about_name,
                                                  .day = orch_conversation_is_day (day) ? day : NULL,
                                                  .text = text,
                                                  .sent_us = written_us,
                                                  .error_code = -1 });
}
