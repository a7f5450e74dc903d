/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See fake-messages.h.
 */
#include "fake-messages.h"

#include "core/orch-clock.h"
#include "core/orch-error.h"
#include "core/orch-patient.h"
#include "fake-lists.h"

/* OrchConversationList */

struct _OrchConversationList
{
  OrchKeyList parent_instance;
  guint statuses;
  OrchConversationScope scope;
  char *department;
  gboolean unread;
  char *search;
  GHashTable *folded;
};

G_DEFINE_FINAL_TYPE (OrchConversationList, orch_conversation_list, ORCH_TYPE_KEY_LIST)

static void
orch_conversation_list_finalize (GObject *object)
{
  g_free (ORCH_CONVERSATION_LIST (object)->search);
  g_free (ORCH_CONVERSATION_LIST (object)->department);
  g_hash_table_unref (ORCH_CONVERSATION_LIST (object)->folded);
  G_OBJECT_CLASS (orch_conversation_list_parent_class)->finalize (object);
}

static void
orch_conversation_list_class_init (OrchConversationListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_conversation_list_finalize;
}

static void
orch_conversation_list_init (OrchConversationList *self)
{
  self->folded = g_hash_table_new (g_direct_hash, g_direct_equal);
}

static gboolean
is_shown (gpointer list, gpointer object)
{
  OrchConversationList *self = list;
  const OrchConversationFields *f = NULL;

  if (ORCH_IS_CONVERSATION_GROUP (object))
    return TRUE;
  f = orch_conversation_get_fields (object);
  return (self->statuses == 0 || (self->statuses & (1u << f->status)) != 0) && (!self->unread || f->n_unread > 0) &&
         (self->scope != ORCH_CONVERSATIONS_MINE || orch_conversation_takes_part (object, "Practitioner/me")) &&
         (self->department == NULL || g_strcmp0 (f->department, self->department) == 0) &&
         (self->search == NULL || (f->subject != NULL && strstr (f->subject, self->search) != NULL));
}

void
orch_conversation_list_set_filter (OrchConversationList *self, const OrchConversationFilter *filter)
{
  self->statuses = filter->statuses;
  self->scope = filter->scope;
  g_set_str (&self->department, filter->department);
  self->unread = filter->unread;
  g_set_str (&self->search, filter->search);
  fake_list_refresh (self);
}

void
orch_conversation_list_set_folded (OrchConversationList *self, gint64 key, gboolean folded)
{
  if (folded)
    g_hash_table_add (self->folded, GSIZE_TO_POINTER (key));
  else
    g_hash_table_remove (self->folded, GSIZE_TO_POINTER (key));
}

gboolean
orch_conversation_list_get_folded (OrchConversationList *self, gint64 key)
{
  return g_hash_table_contains (self->folded, GSIZE_TO_POINTER (key));
}

/* OrchMessageDesk */

struct _OrchMessageDesk
{
  GObject parent_instance;
  GPtrArray *items;    /* of OrchStoreItem */
  GPtrArray *patients; /* of OrchPatient */
  GPtrArray *messages; /* of OrchMessage, oldest first */
  GPtrArray *lists;    /* of OrchConversationList */
  GHashTable *drafts;  /* of id to text */
  GPtrArray *filters;  /* of names and values, in turns */
  GString *calls;
  GPtrArray *templates; /* of OrchMessageTemplate */
  GPtrArray *notes;     /* of OrchMessage */
  GBytes *report;       /* (nullable) */
  guint to_answer;
  gboolean silent; /* the hub */
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE (OrchMessageDesk, orch_message_desk, G_TYPE_OBJECT)

static void
orch_message_desk_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_uint (value, ORCH_MESSAGE_DESK (object)->to_answer);
}

static void
orch_message_desk_finalize (GObject *object)
{
  OrchMessageDesk *self = ORCH_MESSAGE_DESK (object);

  g_ptr_array_unref (self->items);
  g_ptr_array_unref (self->patients);
  g_ptr_array_unref (self->messages);
  g_ptr_array_unref (self->lists);
  g_hash_table_unref (self->drafts);
  g_ptr_array_unref (self->filters);
  g_string_free (self->calls, TRUE);
  g_ptr_array_unref (self->templates);
  g_ptr_array_unref (self->notes);
  g_clear_pointer (&self->report, g_bytes_unref);
  G_OBJECT_CLASS (orch_message_desk_parent_class)->finalize (object);
}

static void
orch_message_desk_class_init (OrchMessageDeskClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_message_desk_finalize;
  G_OBJECT_CLASS (klass)->get_property = orch_message_desk_get_property;
  g_object_class_install_property (G_OBJECT_CLASS (klass), 1,
                                   g_param_spec_uint ("to-answer", NULL, NULL, 0, G_MAXUINT, 0,
                                                      G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
  changed_signal =
      g_signal_new ("changed", ORCH_TYPE_MESSAGE_DESK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
orch_message_desk_init (OrchMessageDesk *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->patients = g_ptr_array_new_with_free_func (g_object_unref);
  self->messages = g_ptr_array_new_with_free_func (g_object_unref);
  self->lists = g_ptr_array_new_with_free_func (g_object_unref);
  self->drafts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->filters = g_ptr_array_new_with_free_func (g_free);
  self->calls = g_string_new (NULL);
  self->templates = g_ptr_array_new_with_free_func (g_object_unref);
  self->notes = g_ptr_array_new_with_free_func (g_object_unref);
}

OrchMessageDesk *
fake_message_desk_new (void)
{
  return g_object_new (ORCH_TYPE_MESSAGE_DESK, NULL);
}

static void
changed (OrchMessageDesk *self)
{
  for (guint i = 0; i < self->lists->len; i++)
    fake_list_refresh (g_ptr_array_index (self->lists, i));
  g_signal_emit (self, changed_signal, 0);
}

static OrchStoreItem *
find_item (OrchMessageDesk *self, const char *id)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      gpointer object = orch_store_item_get_object (g_ptr_array_index (self->items, i));

      if (ORCH_IS_CONVERSATION (object) && g_str_equal (orch_conversation_get_fields (object)->id, id))
        return g_ptr_array_index (self->items, i);
    }
  return NULL;
}

static void
add_heading (OrchMessageDesk *self, OrchConversationStatus status, const char *subject)
{
  g_autoptr (OrchConversationGroup) group =
      orch_conversation_group_new (-(gint64) self->items->len - 1, status, subject, 1, 0, FALSE);

  for (guint i = 0; i < self->items->len; i++)
    {
      gpointer object = orch_store_item_get_object (g_ptr_array_index (self->items, i));

      if (ORCH_IS_CONVERSATION_GROUP (object) && orch_conversation_group_get_status (object) == status &&
          g_strcmp0 (orch_conversation_group_get_subject (object), subject) == 0)
        return;
    }
  g_ptr_array_add (self->items, fake_store_item_new (-(gint64) self->items->len - 1, group, NULL, NULL, NULL));
}

void
fake_message_desk_put (OrchMessageDesk *self, const OrchConversationFields *fields, const char *name)
{
  g_auto (GStrv) names = name != NULL ? g_strsplit (name, ", ", 2) : NULL;
  OrchConversationFields with = *fields;
  g_autoptr (OrchPatient) patient = NULL;
  g_autoptr (OrchConversation) conversation = NULL;
  OrchStoreItem *item = find_item (self, fields->id);

  if (with.patient == NULL)
    with.patient = name;
  conversation = orch_conversation_new (&with);
  if (item != NULL)
    fake_store_item_set_object (item, conversation);
  else
    {
      patient =
          names != NULL
              ? orch_patient_new (&(OrchPatientFields) {
                    .id = name, .emr_id = name, .family = names[0], .given = names[1], .birth_date = "1980-02-03" })
              : NULL;
      if (patient != NULL)
        g_ptr_array_add (self->patients, g_object_ref (patient));
      add_heading (self, with.status, NULL);
      add_heading (self, with.status, with.subject != NULL ? with.subject : "");
      g_ptr_array_add (self->items, fake_store_item_new (self->items->len + 1, conversation, patient, NULL, NULL));
    }
  changed (self);
}

void
fake_message_desk_add_message (OrchMessageDesk *self, const OrchMessageFields *fields)
{
  OrchMessage *message = orch_message_new (fields);

  for (guint i = 0; i < self->messages->len; i++)
    if (g_str_equal (orch_message_get_fields (g_ptr_array_index (self->messages, i))->id, fields->id))
      {
        g_object_unref (g_ptr_array_index (self->messages, i));
        self->messages->pdata[i] = message;
        changed (self);
        return;
      }
  g_ptr_array_add (self->messages, message);
  changed (self);
}

void
fake_message_desk_set_to_answer (OrchMessageDesk *self, guint n)
{
  self->to_answer = n;
  g_object_notify (G_OBJECT (self), "to-answer");
}

GBytes *
fake_message_desk_get_report (OrchMessageDesk *self)
{
  return self->report;
}

const char *
fake_message_desk_get_draft (OrchMessageDesk *self, const char *id)
{
  return g_hash_table_lookup (self->drafts, id);
}

const char *
fake_message_desk_get_calls (OrchMessageDesk *self)
{
  return self->calls->str;
}

guint
orch_message_desk_get_to_answer (OrchMessageDesk *self)
{
  return self->to_answer;
}

const char *
orch_message_desk_get_person (OrchMessageDesk *self)
{
  return "Practitioner/me";
}

OrchConversationList *
orch_message_desk_list (OrchMessageDesk *self)
{
  OrchConversationList *list = g_object_new (ORCH_TYPE_CONVERSATION_LIST, NULL);

  fake_list_set_up (list, self->items, is_shown);
  g_ptr_array_add (self->lists, g_object_ref (list));
  return list;
}

DexFuture *
orch_message_desk_list_professionals (OrchMessageDesk *self)
{
  GPtrArray *all = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (all, orch_professional_new ("Practitioner/me", "Dre Geneviève Tremblay-Beauchemin"));
  g_ptr_array_add (all, orch_professional_new ("Practitioner/other", "Dr Olivier Côté"));
  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, all);
}

DexFuture *
orch_message_desk_list_departments (OrchMessageDesk *self)
{
  GPtrArray *all = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (all, orch_department_new (&(OrchDepartmentFields) { .id = "d1", .hub_id = "21", .name = "GMF" }));
  g_ptr_array_add (all, orch_department_new (&(OrchDepartmentFields) {
                            .id = "d2", .hub_id = "22", .name = "Clinique de grossesse à risque" }));
  g_ptr_array_add (all, orch_department_new (&(OrchDepartmentFields) { .id = "d3", .name = "Pas encore au hub" }));
  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, all);
}

DexFuture *
orch_message_desk_list_places (OrchMessageDesk *self)
{
  static const char *const places[] = { "Organization/21", NULL };

  return dex_future_new_take_boxed (G_TYPE_STRV, g_strdupv ((char **) places));
}

DexFuture *
orch_message_desk_list_filters (OrchMessageDesk *self)
{
  g_auto (GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a(ss)"));
  g_auto (GValue) value = G_VALUE_INIT;

  for (guint i = 0; i + 1 < self->filters->len; i += 2)
    g_variant_builder_add (&builder, "(ss)", self->filters->pdata[i], self->filters->pdata[i + 1]);
  g_value_init (&value, G_TYPE_VARIANT);
  g_value_set_variant (&value, g_variant_builder_end (&builder));
  return dex_future_new_for_value (&value);
}

DexFuture *
orch_message_desk_save_filter (OrchMessageDesk *self, const char *name, const char *value)
{
  g_string_append_printf (self->calls, "filter:%s=%s ", name, value);
  for (guint i = 0; i < self->filters->len; i += 2)
    if (g_str_equal (self->filters->pdata[i], name))
      {
        g_ptr_array_remove_range (self->filters, i, 2);
        break;
      }
  if (value != NULL)
    {
      g_ptr_array_add (self->filters, g_strdup (name));
      g_ptr_array_add (self->filters, g_strdup (value));
    }
  return dex_future_new_true ();
}

DexFuture *
orch_message_desk_find (OrchMessageDesk *self, const char *id)
{
  OrchStoreItem *item = find_item (self, id);

  if (item == NULL)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_NOT_FOUND, "none");
  return dex_future_new_take_object (g_object_ref (orch_store_item_get_object (item)));
}

DexFuture *
orch_message_desk_open (OrchMessageDesk *self, const char *id)
{
  g_string_append_printf (self->calls, "open:%s ", id);
  return orch_message_desk_find (self, id);
}

DexFuture *
orch_message_desk_see (OrchMessageDesk *self, const char *id)
{
  g_string_append_printf (self->calls, "see:%s ", id);
  return dex_future_new_for_uint (1);
}

DexFuture *
orch_message_desk_find_patient (OrchMessageDesk *self, const char *id)
{
  for (guint i = 0; i < self->patients->len; i++)
    if (g_strcmp0 (orch_patient_get_fields (g_ptr_array_index (self->patients, i))->id, id) == 0)
      return dex_future_new_take_object (g_object_ref (g_ptr_array_index (self->patients, i)));
  return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_NOT_FOUND, "none");
}

DexFuture *
orch_message_desk_load_messages (OrchMessageDesk *self, const char *id, gint64 before_us, guint limit)
{
  GPtrArray *found = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < self->messages->len; i++)
    {
      const OrchMessageFields *f = orch_message_get_fields (g_ptr_array_index (self->messages, i));

      if (g_strcmp0 (f->conversation, id) == 0 && (before_us == 0 || f->sent_us < before_us))
        g_ptr_array_add (found, g_object_ref (g_ptr_array_index (self->messages, i)));
    }
  if (found->len > limit)
    g_ptr_array_remove_range (found, 0, found->len - limit);
  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, found);
}

DexFuture *
orch_message_desk_load_file (OrchMessageDesk *self, const char *message_id, guint position)
{
  return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_NOT_FOUND, "none");
}

DexFuture *
orch_message_desk_load_report (OrchMessageDesk *self, const char *id)
{
  if (self->report != NULL)
    return dex_future_new_take_boxed (G_TYPE_BYTES, g_bytes_ref (self->report));
  return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_NOT_FOUND, "none");
}

DexFuture *
orch_message_desk_send (OrchMessageDesk *self, OrchConversation *conversation, OrchMessage *message)
{
  OrchMessageFields f = *orch_message_get_fields (message);
  OrchConversationFields c = *orch_conversation_get_fields (conversation);

  g_string_append_printf (self->calls, "send:%s ", f.text);
  f.sender_name = "Dre Geneviève Tremblay-Beauchemin";
  f.sent_us = orch_clock_now_us ();
  if (c.status == ORCH_CONVERSATION_DRAFT)
    {
      c.status = ORCH_CONVERSATION_IN_PROGRESS;
      fake_message_desk_put (self, &c, c.patient);
    }
  g_hash_table_remove (self->drafts, c.id);
  fake_message_desk_add_message (self, &f);
  return dex_future_new_true ();
}

DexFuture *
orch_message_desk_end (OrchMessageDesk *self, const char *id)
{
  OrchConversationFields f = *orch_conversation_get_fields (orch_store_item_get_object (find_item (self, id)));

  g_string_append_printf (self->calls, "end:%s ", id);
  f.status = ORCH_CONVERSATION_REPORT;
  f.closed_us = orch_clock_now_us ();
  fake_message_desk_put (self, &f, NULL);
  return dex_future_new_true ();
}

const char *
orch_message_desk_get_person_name (OrchMessageDesk *self)
{
  return "Dre Roy";
}

DexFuture *
orch_message_desk_hand_over (OrchMessageDesk *self, const char *id, const OrchHandOver *what)
{
  OrchConversationFields f = *orch_conversation_get_fields (orch_store_item_get_object (find_item (self, id)));
  const char *about = what->about_name != NULL ? what->about_name : what->day;

  g_string_append_printf (self->calls, "hand:%d:%s:%s ", what->event, about != NULL ? about : "",
                          what->text != NULL ? what->text : "");
  if (what->event == ORCH_NOTE_URGENT || what->event == ORCH_NOTE_ROUTINE)
    f.urgent = what->event == ORCH_NOTE_URGENT;
  else if (what->event == ORCH_NOTE_FOLLOW_UP)
    f.follow_up = what->day;
  else if (what->event == ORCH_NOTE_ASSIGNED)
    {
      f.assignee = what->about;
      f.assignee_name = what->about_name;
    }
  fake_message_desk_put (self, &f, NULL);
  return dex_future_new_true ();
}

DexFuture *
orch_message_desk_complete (OrchMessageDesk *self, const char *id, const OrchReport *report, gboolean to_chart)
{
  OrchConversationFields f = *orch_conversation_get_fields (orch_store_item_get_object (find_item (self, id)));

  g_string_append_printf (self->calls, "complete:%s:%s%s ", id, report->title, to_chart ? ":chart" : "");
  g_clear_pointer (&self->report, g_bytes_unref);
  self->report = g_bytes_ref (report->pdf);
  f.status = ORCH_CONVERSATION_COMPLETED;
  f.completed_us = orch_clock_now_us ();
  g_hash_table_remove (self->drafts, id);
  fake_message_desk_put (self, &f, NULL);
  return dex_future_new_true ();
}

DexFuture *
orch_message_desk_note_paper (OrchMessageDesk *self, OrchConversation *conversation, gboolean report, gboolean printed)
{
  g_string_append_printf (self->calls, "%s:%s ", printed ? "printed" : "exported", report ? "report" : "conversation");
  return dex_future_new_for_int64 (1);
}

DexFuture *
orch_message_desk_retry (OrchMessageDesk *self, OrchMessage *message)
{
  g_string_append_printf (self->calls, "retry:%s ", orch_message_get_fields (message)->id);
  return dex_future_new_true ();
}

DexFuture *
orch_message_desk_withdraw (OrchMessageDesk *self, OrchMessage *message)
{
  g_string_append_printf (self->calls, "withdraw:%s ", orch_message_get_fields (message)->id);
  g_ptr_array_remove (self->messages, message);
  changed (self);
  return dex_future_new_true ();
}

DexFuture *
orch_message_desk_keep_draft (OrchMessageDesk *self, OrchConversation *conversation, const char *text)
{
  const char *id = orch_conversation_get_fields (conversation)->id;

  g_string_append_printf (self->calls, "keep:%s ", text);
  if (text != NULL && text[0] != '\0')
    g_hash_table_insert (self->drafts, g_strdup (id), g_strdup (text));
  else
    g_hash_table_remove (self->drafts, id);
  return dex_future_new_true ();
}

DexFuture *
orch_message_desk_load_draft (OrchMessageDesk *self, const char *id)
{
  return dex_future_new_take_string (g_strdup (g_hash_table_lookup (self->drafts, id)));
}

void
fake_message_desk_fill (OrchMessageDesk *self)
{
  const gint64 now = orch_clock_now_us ();
  OrchConversationFields c = { .id = "c1",
                               .subject = "Renouvellement d’ordonnance",
                               .professional = "Practitioner/me",
                               .professional_name = "Dre Geneviève Tremblay-Beauchemin",
                               .status = ORCH_CONVERSATION_IN_PROGRESS,
                               .last_us = now - 2 * G_TIME_SPAN_HOUR,
                               .our_turn = TRUE,
                               .n_unread = 1,
                               .n_files = 1 };
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);

  fake_message_desk_put (self, &c, "Gagnon, Alice");
  c.id = "c2";
  c.our_turn = FALSE;
  c.n_unread = c.n_files = 0;
  c.department = "Organization/22";
  c.last_us = now - 26 * G_TIME_SPAN_HOUR;
  fake_message_desk_put (self, &c, "Bélanger-Archambault, Marie-Antoinette");
  c.id = "c3";
  c.subject = "Résultats d’analyse";
  c.professional = "Practitioner/other";
  c.professional_name = "Dr Olivier Côté";
  c.urgent = TRUE;
  fake_message_desk_put (self, &c, "Roy, Luc");
  c.id = "c4";
  c.urgent = FALSE;
  c.subject = "Suivi de grossesse";
  c.professional = "Practitioner/me";
  c.status = ORCH_CONVERSATION_REPORT;
  c.closed_us = now - 3 * G_TIME_SPAN_DAY;
  fake_message_desk_put (self, &c, "Côté, Zoé");
  c.id = "c5";
  c.status = ORCH_CONVERSATION_COMPLETED;
  c.completed_us = now;
  fake_message_desk_put (self, &c, "Lévesque, Éloïse");

  g_ptr_array_add (files, orch_message_file_new ("Photo de la boîte.png", "image/png", 240000, NULL));
  fake_message_desk_add_message (
      self, &(OrchMessageFields) {
                .id = "m1",
                .conversation = "c1",
                .sender_name = "Dre Geneviève Tremblay-Beauchemin",
                .text = "Bonjour, vous avez demandé un renouvellement. Prenez-vous encore le même dosage ?",
                .sent_us = now - 27 * G_TIME_SPAN_HOUR,
                .received_us = now - 26 * G_TIME_SPAN_HOUR,
                .state = ORCH_MESSAGE_SEEN,
                .error_code = -1 });
  fake_message_desk_add_message (self,
                                 &(OrchMessageFields) { .id = "m2",
                                                        .conversation = "c1",
                                                        .from_patient = TRUE,
                                                        .text = "Oui, 20 mg le matin. Voici une photo de la boîte.",
                                                        .sent_us = now - 2 * G_TIME_SPAN_HOUR,
                                                        .files = files,
                                                        .error_code = -1 });
  fake_message_desk_add_message (self, &(OrchMessageFields) { .id = "m3",
                                                              .conversation = "c1",
                                                              .sender_name = "Dre Geneviève Tremblay-Beauchemin",
                                                              .text = "Merci. L’ordonnance part aujourd’hui.",
                                                              .sent_us = now - G_TIME_SPAN_HOUR,
                                                              .state = ORCH_MESSAGE_FAILED,
                                                              .error_text = "Le compte de l’usager est désactivé.",
                                                              .error_code = ORCH_ERROR_REFUSED });
  fake_message_desk_add_message (self, &(OrchMessageFields) { .id = "m4",
                                                              .conversation = "c1",
                                                              .sender_name = "Dre Geneviève Tremblay-Beauchemin",
                                                              .text = "Je vous rappelle demain.",
                                                              .sent_us = now - G_TIME_SPAN_MINUTE,
                                                              .state = ORCH_MESSAGE_QUEUED,
                                                              .error_code = -1 });
}

/* OrchMessageNews */

struct _OrchMessageNews
{
  GObject parent_instance;
};

G_DEFINE_FINAL_TYPE (OrchMessageNews, orch_message_news, G_TYPE_OBJECT)

static void
orch_message_news_class_init (OrchMessageNewsClass *klass)
{
  g_signal_new ("arrived", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                G_TYPE_STRING);
  g_signal_new ("gone", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                G_TYPE_STRING);
}

static void
orch_message_news_init (OrchMessageNews *self)
{
}

OrchMessageNews *
fake_message_news_new (void)
{
  return g_object_new (ORCH_TYPE_MESSAGE_NEWS, NULL);
}

void
fake_message_news_tell (OrchMessageNews *self, const char *signal, const char *id)
{
  g_signal_emit_by_name (self, signal, id);
}

/* Templates */

DexFuture *
orch_message_desk_list_templates (OrchMessageDesk *self)
{
  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_ptr_array_ref (self->templates));
}

DexFuture *
orch_message_desk_save_template (OrchMessageDesk *self, OrchMessageTemplate *message_template)
{
  const OrchMessageTemplateFields *f = orch_message_template_get_fields (message_template);
  OrchMessageTemplateFields signed_by = *f;

  g_string_append_printf (self->calls, "template:%s:%s ", f->title, f->approved ? "approved" : "own");
  signed_by.author = orch_message_desk_get_person (self);
  orch_message_desk_remove_template (self, f->id);
  g_ptr_array_add (self->templates, orch_message_template_new (&signed_by));
  return dex_future_new_for_boolean (TRUE);
}

DexFuture *
orch_message_desk_remove_template (OrchMessageDesk *self, const char *id)
{
  for (guint i = 0; i < self->templates->len; i++)
    if (g_str_equal (orch_message_template_get_fields (self->templates->pdata[i])->id, id))
      {
        g_ptr_array_remove_index (self->templates, i);
        break;
      }
  return dex_future_new_for_boolean (TRUE);
}

void
fake_message_desk_add_template (OrchMessageDesk *self, const OrchMessageTemplateFields *fields)
{
  g_ptr_array_add (self->templates, orch_message_template_new (fields));
}

/* Notes */

DexFuture *
orch_message_desk_load_notes (OrchMessageDesk *self, const char *id)
{
  GPtrArray *found = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < self->notes->len; i++)
    if (g_str_equal (orch_message_get_fields (self->notes->pdata[i])->conversation, id))
      g_ptr_array_add (found, g_object_ref (self->notes->pdata[i]));
  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, found);
}

DexFuture *
orch_message_desk_add_note (OrchMessageDesk *self, const char *id, const char *note_id, const char *text)
{
  g_string_append_printf (self->calls, "note:%s ", text);
  g_hash_table_remove (self->drafts, id);
  g_ptr_array_add (self->notes, orch_message_new (&(OrchMessageFields) { .id = note_id,
                                                                         .conversation = id,
                                                                         .note = TRUE,
                                                                         .sender = "Practitioner/me",
                                                                         .sender_name = "Moi",
                                                                         .text = text,
                                                                         .sent_us = orch_clock_now_us (),
                                                                         .state = ORCH_MESSAGE_SENT,
                                                                         .error_code = -1 }));
  changed (self);
  return dex_future_new_for_boolean (TRUE);
}

DexFuture *
orch_message_desk_load_days (OrchMessageDesk *self, OrchMessageSetting setting)
{
  return dex_future_new_for_uint (setting == ORCH_UNSEEN_DAYS ? 3 : 7);
}

DexFuture *
orch_message_desk_set_days (OrchMessageDesk *self, OrchMessageSetting setting, guint days)
{
  g_string_append_printf (self->calls, "days:%d=%u ", setting, days);
  return dex_future_new_for_boolean (TRUE);
}

void
fake_message_desk_set_hub (OrchMessageDesk *self, gboolean answers)
{
  self->silent = !answers;
}

DexFuture *
orch_message_desk_fetch (OrchMessageDesk *self, const char *id)
{
  OrchStoreItem *item = find_item (self, id);
  OrchConversationFields fields = *orch_conversation_get_fields (orch_store_item_get_object (item));
  g_autoptr (OrchConversation) whole = NULL;

  g_string_append_printf (self->calls, "fetch:%s ", id);
  if (self->silent)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_OFFLINE, "No network");
  fields.text_left = FALSE;
  whole = orch_conversation_new (&fields);
  fake_store_item_set_object (item, whole);
  changed (self);
  return dex_future_new_for_boolean (TRUE);
}
