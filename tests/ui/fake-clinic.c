/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See fake-clinic.h.
 */
#include "fake-clinic.h"

#include "core/orch-clock.h"
#include "fake-appointments.h"
#include "fake-desk.h"
#include "fake-patients.h"
#include "fake-lists.h"
#include "fake-messages.h"
#include "fake-setup.h"
#include "sync/orch-typed-doubles.h"
#include "sync/orch-typed-row.h"

/* OrchStoreList */

struct _OrchStoreList
{
  OrchKeyList parent_instance;
  GPtrArray *all; /* (owned) of OrchStoreItem */
  OrchStoreTab tab;
  char *search;
};

G_DEFINE_FINAL_TYPE (OrchStoreList, orch_store_list, ORCH_TYPE_KEY_LIST)

static gboolean
is_shown (gpointer list, gpointer object)
{
  OrchStoreList *self = list;
  gboolean active = FALSE;
  const char *name = NULL;

  if (ORCH_IS_STAFF_MEMBER (object))
    {
      active = orch_staff_member_get_fields (object)->active;
      name = orch_staff_member_get_display_name (object);
    }
  else
    {
      active = orch_service_get_fields (object)->active;
      name = orch_service_get_display_name (object);
    }
  return (self->tab == ORCH_STORE_TAB_ALL || active == (self->tab == ORCH_STORE_TAB_ACTIVE)) &&
         (self->search == NULL || self->search[0] == '\0' || g_str_match_string (self->search, name, TRUE));
}

static void
orch_store_list_finalize (GObject *object)
{
  OrchStoreList *self = ORCH_STORE_LIST (object);

  g_ptr_array_unref (self->all);
  g_free (self->search);
  G_OBJECT_CLASS (orch_store_list_parent_class)->finalize (object);
}

static void
orch_store_list_class_init (OrchStoreListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_store_list_finalize;
}

static void
orch_store_list_init (OrchStoreList *self)
{
  self->all = g_ptr_array_new_with_free_func (g_object_unref);
  fake_list_set_up (self, self->all, is_shown);
}

static void
list_add (OrchStoreList *self, gpointer object)
{
  g_ptr_array_add (self->all, fake_store_item_new (self->all->len, object, NULL, NULL, NULL));
}

void
orch_store_list_set_tab (OrchStoreList *self, OrchStoreTab tab)
{
  self->tab = tab;
  fake_list_refresh (self);
}

void
orch_store_list_leave (OrchStoreList *self)
{
}

void
orch_store_list_set_search (OrchStoreList *self, const char *text)
{
  g_set_str (&self->search, text);
  fake_list_refresh (self);
}

void
orch_store_list_set_sort (OrchStoreList *self, OrchStoreSort sort, gboolean descending)
{
}

gboolean
orch_store_list_get_loading (OrchStoreList *self)
{
  return orch_key_list_get_loading (ORCH_KEY_LIST (self));
}

const GError *
orch_store_list_get_error (OrchStoreList *self)
{
  return orch_key_list_get_error (ORCH_KEY_LIST (self));
}

DexFuture *
orch_store_list_when_loaded (OrchStoreList *self)
{
  return orch_key_list_when_loaded (ORCH_KEY_LIST (self));
}

void
orch_store_list_detach (OrchStoreList *self)
{
  orch_key_list_detach (ORCH_KEY_LIST (self));
}

void
orch_store_list_attach (OrchStoreList *self)
{
  orch_key_list_attach (ORCH_KEY_LIST (self));
}

/* OrchSession */

struct _OrchSession
{
  GObject parent_instance;
  OrchEngine *engine; /* (not owned) */
  gboolean signed_in;
  gboolean locked;
  gboolean needs_pin;
  OrchPermission permission;
  int delay;
  gint64 left_us; /* of the session, at the beginning of orch_clock_elapsed_us() */
};

G_DEFINE_FINAL_TYPE (OrchSession, orch_session, G_TYPE_OBJECT)

static void make_services (OrchEngine *self);
static void on_services_changed (gpointer data);

static const char *const session_properties[] = { "signed-in", "locked", "needs-pin" };

static void
orch_session_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  OrchSession *self = ORCH_SESSION (object);

  g_value_set_boolean (value, id == 1 ? self->signed_in : id == 2 ? self->locked : self->needs_pin);
}

static void
orch_session_class_init (OrchSessionClass *klass)
{
  G_OBJECT_CLASS (klass)->get_property = orch_session_get_property;
  for (guint i = 0; i < G_N_ELEMENTS (session_properties); i++)
    g_object_class_install_property (G_OBJECT_CLASS (klass), i + 1,
                                     g_param_spec_boolean (session_properties[i], NULL, NULL, FALSE,
                                                           G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
}

static void
orch_session_init (OrchSession *self)
{
  self->left_us = G_MAXINT64 / 2;
}

static void
session_changed (OrchSession *self)
{
  g_object_freeze_notify (G_OBJECT (self));
  for (guint i = 0; i < G_N_ELEMENTS (session_properties); i++)
    g_object_notify (G_OBJECT (self), session_properties[i]);
  g_object_thaw_notify (G_OBJECT (self));
}

gboolean
orch_session_is_signed_in (OrchSession *self)
{
  return self->signed_in;
}

gboolean
orch_session_is_locked (OrchSession *self)
{
  return self->locked;
}

gboolean
orch_session_needs_pin (OrchSession *self)
{
  return self->needs_pin;
}

const char *
orch_session_get_person_id (OrchSession *self)
{
  return "Practitioner/1";
}

const char *
orch_session_get_person_name (OrchSession *self)
{
  return self->signed_in ? "Dre Geneviève Tremblay-Beauchemin" : NULL;
}

OrchPermission
orch_session_get_permission (OrchSession *self)
{
  return self->permission;
}

gboolean
orch_session_allows (OrchSession *self, OrchAct act)
{
  return self->signed_in && !self->locked && orch_permission_allows (self->permission, act);
}

int
orch_session_get_unlock_delay (OrchSession *self)
{
  return self->delay;
}

gint64
orch_session_get_left_us (OrchSession *self)
{
  return MAX (self->left_us - orch_clock_elapsed_us (), 0);
}

guint
orch_session_get_limit (OrchSession *self)
{
  return ORCH_SESSION_LIMIT_S;
}

void
orch_session_set_limit (OrchSession *self, guint seconds)
{
}

void
orch_session_look (OrchSession *self)
{
  if (orch_session_get_left_us (self) == 0)
    orch_session_lock (self);
}

void
orch_session_lock (OrchSession *self)
{
  self->locked = TRUE;
  session_changed (self);
}

/* OrchEngine */

struct _OrchEngine
{
  GObject parent_instance;
  FakeClinic scene;
  OrchSession *session;
  OrchSetup *import;
  OrchClinic *clinic;
  OrchClinic *saved;
  GError *answer;
  GString *calls;
  DexPromise *held;
  GObject *added;                               /* (nullable): the last row that was typed */
  GPtrArray *doubles[ORCH_IMPORT_SERVICES + 1]; /* (nullable) */
  GPtrArray *services;                          /* OrchService */
  GPtrArray *lists;                             /* OrchStoreList of services, weak */
  OrchServiceDesk *desk;
  OrchPatientDesk *patients;
  OrchSync *sync;
  FakeSchedule *schedule;
  OrchMessageDesk *messages;
  OrchMessageNews *news;
  OrchEmrNotice emr_notice;
  gboolean to_set_up; /* the connection */
  gboolean online;
  guint waiting;
  guint failed;
  gint64 last_sync;
  OrchEmrFeatures features;
  gint64 confirmed;
};

G_DEFINE_FINAL_TYPE (OrchEngine, orch_engine, G_TYPE_OBJECT)

enum
{
  ENGINE_STATE = 1,
  ENGINE_CLINIC,
  ENGINE_ONLINE,
  ENGINE_WAITING,
  ENGINE_FAILED,
  ENGINE_LAST_SYNC,
  ENGINE_EMR_NOTICE,
  ENGINE_EMR_CONNECTION,
};

static void
orch_engine_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  OrchEngine *self = ORCH_ENGINE (object);

  if (id == ENGINE_STATE)
    g_value_set_int (value, (int) self->scene.state);
  else if (id == ENGINE_CLINIC)
    g_value_set_object (value, self->clinic);
  else if (id == ENGINE_ONLINE)
    g_value_set_boolean (value, self->online);
  else if (id == ENGINE_EMR_NOTICE)
    g_value_set_int (value, (int) self->emr_notice);
  else if (id == ENGINE_EMR_CONNECTION)
    g_value_set_int (value, (int) orch_engine_get_emr_connection (self));
  else if (id == ENGINE_LAST_SYNC)
    g_value_set_int64 (value, self->last_sync);
  else
    g_value_set_uint (value, id == ENGINE_WAITING ? self->waiting : self->failed);
}

static void
orch_engine_finalize (GObject *object)
{
  OrchEngine *self = ORCH_ENGINE (object);

  g_object_unref (self->session);
  g_object_unref (self->import);
  g_object_unref (self->clinic);
  g_clear_object (&self->saved);
  g_clear_object (&self->added);
  for (guint kind = 0; kind < G_N_ELEMENTS (self->doubles); kind++)
    g_clear_pointer (&self->doubles[kind], g_ptr_array_unref);
  g_clear_error (&self->answer);
  dex_clear (&self->held);
  g_string_free (self->calls, TRUE);
  g_ptr_array_unref (self->services);
  g_ptr_array_unref (self->lists);
  g_object_unref (self->desk);
  g_object_unref (self->patients);
  g_object_unref (self->sync);
  fake_schedule_free (self->schedule);
  g_object_unref (self->messages);
  g_object_unref (self->news);
  G_OBJECT_CLASS (orch_engine_parent_class)->finalize (object);
}

static void
orch_engine_class_init (OrchEngineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = orch_engine_get_property;
  object_class->finalize = orch_engine_finalize;
  g_object_class_install_property (object_class, ENGINE_STATE, g_param_spec_int ("state", NULL, NULL, 0, 20, 0, flags));
  g_object_class_install_property (object_class, ENGINE_CLINIC,
                                   g_param_spec_object ("clinic", NULL, NULL, ORCH_TYPE_CLINIC, flags));
  g_object_class_install_property (object_class, ENGINE_ONLINE,
                                   g_param_spec_boolean ("online", NULL, NULL, TRUE, flags));
  g_object_class_install_property (object_class, ENGINE_WAITING,
                                   g_param_spec_uint ("waiting", NULL, NULL, 0, G_MAXUINT, 0, flags));
  g_object_class_install_property (object_class, ENGINE_FAILED,
                                   g_param_spec_uint ("failed", NULL, NULL, 0, G_MAXUINT, 0, flags));
  g_object_class_install_property (object_class, ENGINE_LAST_SYNC,
                                   g_param_spec_int64 ("last-sync", NULL, NULL, 0, G_MAXINT64, 0, flags));
  g_object_class_install_property (object_class, ENGINE_EMR_NOTICE,
                                   g_param_spec_int ("emr-notice", NULL, NULL, 0, G_MAXINT, 0, flags));
  g_object_class_install_property (object_class, ENGINE_EMR_CONNECTION,
                                   g_param_spec_int ("emr-connection", NULL, NULL, 0, G_MAXINT, 0, flags));
}

static void
orch_engine_init (OrchEngine *self)
{
  static const char *const providers[] = { "rvsq", NULL };
  const OrchClinicFields fields = { .id = "b2f7",
                                    .name = "Clinique médicale Beauséjour",
                                    .street = "1234, rue Beauséjour",
                                    .office = "200",
                                    .city = "Québec",
                                    .province = "QC",
                                    .postal_code = "G1G 1G1",
                                    .phone = "+14185555555",
                                    .extension = "12",
                                    .providers = providers,
                                    .emr_vendor = "fhir-r4",
                                    .hub_id = "org-1" };

  self->session = g_object_new (ORCH_TYPE_SESSION, NULL);
  self->session->engine = self;
  self->import = fake_setup_new ();
  self->clinic = orch_clinic_new (&fields);
  self->calls = g_string_new (NULL);
  self->online = TRUE;
  self->services = g_ptr_array_new_with_free_func (g_object_unref);
  self->lists = g_ptr_array_new_with_free_func (g_object_unref);
  self->patients = fake_patients_new ();
  self->desk = fake_desk_new (self->services, on_services_changed, self);
  self->sync = fake_sync_new ();
  self->schedule = fake_schedule_new ();
  self->messages = fake_message_desk_new ();
  self->news = fake_message_news_new ();
}

OrchEngine *
fake_clinic_new (const FakeClinic *scene)
{
  OrchEngine *self = g_object_new (ORCH_TYPE_ENGINE, NULL);

  self->scene = *scene;
  make_services (self);
  self->session->signed_in = scene->signed_in;
  self->session->locked = scene->locked;
  self->session->needs_pin = scene->needs_pin;
  self->session->permission = scene->permission;
  if (scene->n_conflicts > 0)
    {
      fake_setup_end_import (self->import, ORCH_IMPORT_STAFF, ORCH_IMPORT_CONFLICTS, scene->n_conflicts);
      fake_setup_end_import (self->import, ORCH_IMPORT_SERVICES, ORCH_IMPORT_CONFLICTS, scene->n_conflicts);
    }
  return self;
}

void
fake_clinic_set_sync (OrchEngine *self, gboolean online, guint waiting, guint failed, gint64 last_sync)
{
  self->online = online;
  self->waiting = waiting;
  self->failed = failed;
  self->last_sync = last_sync;
  g_object_notify (G_OBJECT (self), "online");
}

void
fake_clinic_set_state (OrchEngine *self, OrchEngineState state)
{
  self->scene.state = state;
  g_object_notify (G_OBJECT (self), "state");
}

void
fake_clinic_set_answer (OrchEngine *self, const GError *error)
{
  g_clear_error (&self->answer);
  self->answer = error != NULL ? g_error_copy (error) : NULL;
}

void
fake_clinic_set_session (OrchEngine *self, gboolean signed_in, gboolean locked, gboolean needs_pin,
                         OrchPermission permission)
{
  self->session->signed_in = signed_in;
  self->session->locked = locked;
  self->session->needs_pin = needs_pin;
  self->session->permission = permission;
  session_changed (self->session);
}

void
fake_clinic_hold (OrchEngine *self)
{
  dex_clear (&self->held);
  self->held = dex_promise_new ();
}

void
fake_clinic_release (OrchEngine *self)
{
  g_autoptr (DexPromise) held = g_steal_pointer (&self->held);

  if (held != NULL)
    dex_promise_resolve_boolean (held, TRUE);
}

OrchSetup *
fake_clinic_get_import (OrchEngine *self)
{
  return self->import;
}

void
fake_clinic_set_session_left (OrchEngine *self, int seconds)
{
  self->session->left_us = orch_clock_elapsed_us () + seconds * G_USEC_PER_SEC;
}

void
fake_clinic_set_unlock_delay (OrchEngine *self, int seconds)
{
  self->session->delay = seconds;
}

OrchClinic *
fake_clinic_get_saved (OrchEngine *self)
{
  return self->saved;
}

const char *
fake_clinic_get_calls (OrchEngine *self)
{
  return self->calls->str;
}

typedef struct
{
  OrchEngine *engine;
  DexFuture *wait; /* (nullable) */
  void (*act) (OrchEngine *engine);
  GObject *result; /* (nullable) */
} Call;

static void
call_free (gpointer data)
{
  Call *call = data;

  g_object_unref (call->engine);
  g_clear_object (&call->result);
  dex_clear (&call->wait);
  g_free (call);
}

static DexFuture *
answer_fiber (gpointer data)
{
  Call *call = data;

  if (call->wait != NULL)
    dex_await (g_steal_pointer (&call->wait), NULL);
  if (call->engine->answer != NULL)
    return dex_future_new_for_error (g_error_copy (call->engine->answer));
  if (call->act != NULL)
    call->act (call->engine);
  return call->result != NULL ? dex_future_new_take_object (g_steal_pointer (&call->result))
                              : dex_future_new_for_boolean (TRUE);
}

/* What every call does: it is written down, waits while calls are held, then fails or acts. */
static DexFuture *
answer (OrchEngine *self, const char *name, void (*act) (OrchEngine *), gpointer result)
{
  Call *call = g_new0 (Call, 1);

  g_string_append_printf (self->calls, " %s", name);
  call->engine = g_object_ref (self);
  call->wait = self->held != NULL ? dex_ref (DEX_FUTURE (self->held)) : NULL;
  call->act = act;
  call->result = result;
  return dex_scheduler_spawn (NULL, 0, answer_fiber, call, call_free);
}

static void
unlock (OrchEngine *self)
{
  self->session->locked = FALSE;
  session_changed (self->session);
}

static void
have_pin (OrchEngine *self)
{
  self->session->needs_pin = FALSE;
  unlock (self);
}

static void
sign_out (OrchEngine *self)
{
  self->session->signed_in = FALSE;
  unlock (self);
}

static void
sign_in (OrchEngine *self)
{
  self->session->signed_in = TRUE;
  self->session->needs_pin = TRUE;
  unlock (self);
}

static void
be_ready (OrchEngine *self)
{
  sign_in (self);
  fake_clinic_set_state (self, ORCH_ENGINE_READY);
}

DexFuture *
orch_session_unlock (OrchSession *self, OrchSecret *pin)
{
  return answer (self->engine, "unlock", unlock, NULL);
}

DexFuture *
orch_session_confirm (OrchSession *self, OrchSecret *pin)
{
  return answer (self->engine, "confirm", NULL, NULL);
}

DexFuture *
orch_session_choose_pin (OrchSession *self, OrchSecret *pin)
{
  return answer (self->engine, "choose-pin", have_pin, NULL);
}

DexFuture *
orch_session_sign_out (OrchSession *self)
{
  return answer (self->engine, "sign-out", sign_out, NULL);
}

OrchEngineState
orch_engine_get_state (OrchEngine *self)
{
  return self->scene.state;
}

const GError *
orch_engine_get_error (OrchEngine *self)
{
  return self->answer;
}

gboolean
orch_engine_is_training (OrchEngine *self)
{
  return self->scene.training;
}

OrchSession *
orch_engine_get_session (OrchEngine *self)
{
  return self->session;
}

OrchClinic *
orch_engine_get_clinic (OrchEngine *self)
{
  return self->scene.state == ORCH_ENGINE_READY ? self->clinic : NULL;
}

OrchImportRun *
orch_engine_get_run (OrchEngine *self, OrchImportKind kind)
{
  return orch_setup_get_run (self->import, kind);
}

void
orch_engine_start_import (OrchEngine *self, OrchImportKind kind)
{
  orch_setup_start_import (self->import, kind);
}

OrchStoreList *
orch_engine_list_staff (OrchEngine *self)
{
  static const char *const given[] = { "Geneviève", "Marc-André", "Émilie", "Zoé", "Luc" };
  static const char *const family[] = { "Tremblay", "Gagnon", "Côté", "Bélanger-Archambault", "Roy" };
  OrchStoreList *list = g_object_new (ORCH_TYPE_STORE_LIST, NULL);

  for (guint i = 0; i < self->scene.n_staff; i++)
    {
      g_autofree char *licence = g_strdup_printf ("%05u", 12345 + i);
      g_autofree char *id = g_strdup_printf ("P-%u", 1000 + i);
      const OrchStaffMemberFields fields = { .id = id,
                                             .emr_id = id,
                                             .given = given[i % G_N_ELEMENTS (given)],
                                             .family = family[i / G_N_ELEMENTS (given) % G_N_ELEMENTS (family)],
                                             .prefix = i % 2 == 0 ? "Dre" : "Dr",
                                             .licence = licence,
                                             .profession =
                                                 i % 3 == 0 ? "Infirmière praticienne spécialisée" : "Médecin",
                                             .speciality =
                                                 i % 4 == 0 ? "Médecine de famille et soins palliatifs" : NULL,
                                             .bookable = TRUE,
                                             .active = TRUE };

      g_autoptr (OrchStaffMember) member = orch_staff_member_new (&fields);
      list_add (list, member);
    }
  fake_list_refresh (list);
  return list;
}

static void
make_services (OrchEngine *self)
{
  static const char *const names[] = { "Suivi de grossesse", "Vaccination des enfants de 2 mois à 5 ans",
                                       "Examen périodique", "Prise de sang" };
  static const char *const types[][4] = {
    { "pregnancy", NULL }, { "child", "walk-in", "priority", NULL }, { "periodic", NULL }, { NULL }
  };
  static const char *const people[] = { "P-1000", "P-1003", "P-1001", NULL };

  for (guint i = 0; i < self->scene.n_services; i++)
    {
      g_autofree char *id = g_strdup_printf ("S-%u", 100 + i);
      const gboolean active = i < self->scene.n_active;
      const OrchServiceFields fields = { .id = id,
                                         .emr_id = id,
                                         .name = names[i % G_N_ELEMENTS (names)],
                                         .category = i % 2 == 0 ? "Soins infirmiers" : NULL,
                                         .duration_minutes = 15 + 5 * (int) (i % 8),
                                         .types = active ? types[i % G_N_ELEMENTS (types)] : NULL,
                                         .professional_emr_ids = people + i % G_N_ELEMENTS (people),
                                         .active = active,
                                         .online = active,
                                         .excluded = !active && i % 5 == 0,
                                         .to_define = !active && i % 5 == 1 };

      g_ptr_array_add (self->services, orch_service_new (&fields));
    }
}

static void
fill_list (OrchEngine *self, OrchStoreList *list)
{
  for (guint i = 0; i < self->services->len; i++)
    {
      if (i == list->all->len)
        list_add (list, g_ptr_array_index (self->services, i));
      fake_store_item_set_object (g_ptr_array_index (list->all, i), g_ptr_array_index (self->services, i));
    }
  fake_list_refresh (list);
}

static void
on_services_changed (gpointer data)
{
  OrchEngine *self = data;

  for (guint i = 0; i < self->lists->len; i++)
    fill_list (self, g_ptr_array_index (self->lists, i));
}

OrchStoreList *
orch_engine_list_services (OrchEngine *self)
{
  OrchStoreList *list = g_object_new (ORCH_TYPE_STORE_LIST, NULL);

  g_ptr_array_add (self->lists, g_object_ref (list));
  fill_list (self, list);
  return list;
}

OrchAppointmentList *
orch_engine_list_appointments (OrchEngine *self)
{
  return self->session->signed_in ? fake_schedule_list (self->schedule) : NULL;
}

FakeSchedule *
fake_clinic_get_schedule (OrchEngine *self)
{
  return self->schedule;
}

OrchMessageDesk *
orch_engine_get_messages (OrchEngine *self)
{
  return self->scene.state == ORCH_ENGINE_READY ? self->messages : NULL;
}

OrchMessageNews *
orch_engine_get_news (OrchEngine *self)
{
  return self->scene.state == ORCH_ENGINE_READY ? self->news : NULL;
}

OrchServiceDesk *
orch_engine_get_services (OrchEngine *self)
{
  return self->scene.state == ORCH_ENGINE_READY ? self->desk : NULL;
}

OrchPatientDesk *
orch_engine_get_patients (OrchEngine *self)
{
  return self->scene.state == ORCH_ENGINE_READY ? self->patients : NULL;
}

OrchSync *
orch_engine_get_sync (OrchEngine *self)
{
  return self->scene.state == ORCH_ENGINE_READY ? self->sync : NULL;
}

void
orch_engine_set_in_use (OrchEngine *self, gboolean in_use)
{
}

DexFuture *
orch_engine_count (OrchEngine *self, OrchImportKind kind)
{
  guint active = 0;
  g_auto (GValue) value = G_VALUE_INIT;

  for (guint i = 0; i < self->services->len; i++)
    active += orch_service_get_fields (g_ptr_array_index (self->services, i))->active;
  g_value_init (&value, G_TYPE_VARIANT);
  g_value_set_variant (&value,
                       kind == ORCH_IMPORT_STAFF
                           ? g_variant_new ("(uuu)", self->scene.n_staff, 0, self->scene.n_conflicts)
                           : g_variant_new ("(uuu)", active, self->services->len - active, self->scene.n_conflicts));
  return dex_future_new_for_value (&value);
}

DexFuture *
orch_engine_list_conflicts (OrchEngine *self, OrchImportKind kind)
{
  OrchImportRun *run = orch_engine_get_run (self, kind);

  return dex_future_new_take_object (g_object_ref (orch_import_run_get_conflicts (run)));
}

DexFuture *
orch_engine_save_clinic (OrchEngine *self, OrchClinic *clinic)
{
  g_set_object (&self->saved, clinic);
  if (self->answer == NULL && g_set_object (&self->clinic, clinic))
    g_object_notify (G_OBJECT (self), "clinic");
  return answer (self, "save-clinic", NULL, NULL);
}

GListModel *
orch_engine_get_providers (OrchEngine *self)
{
  return orch_setup_get_providers (self->import);
}

void
orch_engine_watch_providers (OrchEngine *self, gboolean watched)
{
}

OrchConnectionState
orch_engine_get_emr_connection (OrchEngine *self)
{
  return self->to_set_up ? ORCH_CONNECTION_TO_SET_UP : ORCH_CONNECTION_TESTED;
}

gboolean
orch_engine_is_by_hand (OrchEngine *self)
{
  return self->to_set_up || !orch_clinic_has_emr (self->clinic);
}

DexFuture *
orch_engine_load_emr_confirmation (OrchEngine *self)
{
  return dex_future_new_for_int64 (self->confirmed);
}

void
fake_clinic_set_emr_confirmation (OrchEngine *self, gint64 when)
{
  self->confirmed = when;
}

OrchEmrFeatures
orch_engine_get_emr_features (OrchEngine *self)
{
  return self->features;
}

void
fake_clinic_set_emr_features (OrchEngine *self, OrchEmrFeatures features)
{
  self->features = features;
}

const char *
orch_engine_get_emr_server (OrchEngine *self)
{
  return "Serveur <R4> 7.2";
}

gboolean
orch_engine_has_shared_key (OrchEngine *self)
{
  return TRUE;
}

OrchEmrNotice
orch_engine_get_emr_notice (OrchEngine *self)
{
  return self->emr_notice;
}

void
fake_clinic_set_emr_notice (OrchEngine *self, OrchEmrNotice notice)
{
  self->emr_notice = notice;
  g_object_notify (G_OBJECT (self), "emr-notice");
}

static void
acknowledge (OrchEngine *self)
{
  fake_clinic_set_emr_notice (self, ORCH_EMR_NOTICE_NONE);
}

DexFuture *
orch_engine_accept_emr (OrchEngine *self, OrchSecret *shared_key)
{
  return answer (self, shared_key != NULL ? "accept-key" : "accept-emr", acknowledge, NULL);
}

DexFuture *
orch_engine_edit_emr (OrchEngine *self)
{
  return answer (self, "edit-emr", NULL, g_object_ref (self->import));
}

DexFuture *
orch_engine_keep_emr (OrchEngine *self, OrchSetup *setup)
{
  return answer (self, "keep-emr", NULL, NULL);
}

DexFuture *
orch_engine_set_permission (OrchEngine *self, OrchStaffMember *member, OrchPermission permission)
{
  return answer (self, "set-permission", NULL, NULL);
}

static void
have_added (OrchEngine *self)
{
  if (!ORCH_IS_SERVICE (self->added))
    return;
  g_ptr_array_add (self->services, g_object_ref (self->added));
  on_services_changed (self);
}

DexFuture *
orch_typed_row_add (OrchEngine *self, GObject *row)
{
  g_set_object (&self->added, row);
  return answer (self, "add-typed", have_added, NULL);
}

static void
free_fault (gpointer error)
{
  g_clear_error ((GError **) &error);
}

DexFuture *
orch_typed_rows_add (OrchEngine *self, GPtrArray *rows)
{
  GPtrArray *faults = g_ptr_array_new_with_free_func (free_fault);

  for (guint i = 0; i < rows->len; i++)
    {
      g_set_object (&self->added, rows->pdata[i]);
      g_ptr_array_add (faults, self->answer != NULL ? g_error_copy (self->answer) : NULL);
      if (self->answer != NULL && self->answer->code != ORCH_ERROR_INVALID)
        break;
    }
  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, faults);
}

gboolean
orch_typed_row_is_typed (GObject *row)
{
  return ORCH_IS_STAFF_MEMBER (row)
             ? orch_staff_member_get_fields (ORCH_STAFF_MEMBER (row))->origin == ORCH_ORIGIN_HAND
             : ORCH_IS_SERVICE (row) && orch_service_get_fields (ORCH_SERVICE (row))->origin == ORCH_ORIGIN_HAND;
}

DexFuture *
orch_typed_row_change (OrchEngine *self, GObject *before, GObject *after)
{
  g_set_object (&self->added, after);
  return answer (self, "change-typed", NULL, NULL);
}

DexFuture *
orch_typed_row_remove (OrchEngine *self, GObject *row)
{
  return answer (self, "remove-typed", NULL, NULL);
}

DexFuture *
orch_typed_doubles_find (OrchEngine *self, OrchImportKind kind)
{
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);

  if (self->doubles[kind] != NULL)
    g_ptr_array_add (found, g_ptr_array_ref (self->doubles[kind]));
  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, found);
}

static void
have_kept (OrchEngine *self)
{
  for (guint kind = 0; kind < G_N_ELEMENTS (self->doubles); kind++)
    g_clear_pointer (&self->doubles[kind], g_ptr_array_unref);
}

DexFuture *
orch_typed_doubles_keep (OrchEngine *self, GPtrArray *rows, GObject *kept)
{
  g_set_object (&self->added, kept);
  return answer (self, "keep-typed", have_kept, NULL);
}

void
fake_clinic_set_doubles (OrchEngine *self, OrchImportKind kind, GPtrArray *rows)
{
  g_clear_pointer (&self->doubles[kind], g_ptr_array_unref);
  self->doubles[kind] = rows;
  g_object_notify (G_OBJECT (self), "waiting");
}

DexFuture *
orch_typed_row_restore (OrchEngine *self, GObject *row)
{
  return answer (self, "restore-typed", NULL, NULL);
}

GObject *
fake_clinic_get_added (OrchEngine *self)
{
  return self->added;
}

void
fake_clinic_be_standalone (OrchEngine *self)
{
  OrchClinicFields fields = *orch_clinic_get_fields (self->clinic);
  OrchClinic *clinic = NULL;

  fields.emr_vendor = "none";
  clinic = orch_clinic_new (&fields);
  g_object_unref (self->clinic);
  self->clinic = clinic;
  g_object_notify (G_OBJECT (self), "clinic");
}

void
fake_clinic_set_to_set_up (OrchEngine *self, gboolean to_set_up)
{
  self->to_set_up = to_set_up;
  g_object_notify (G_OBJECT (self), "emr-connection");
}

DexFuture *
orch_engine_remove_clinic (OrchEngine *self)
{
  return answer (self, "remove-clinic", NULL, NULL);
}

DexFuture *
orch_engine_flush (OrchEngine *self)
{
  return answer (self, "flush", NULL, NULL);
}

DexFuture *
orch_engine_end (OrchEngine *self)
{
  return answer (self, "end", NULL, NULL);
}

DexFuture *
orch_engine_sign_in (OrchEngine *self, const char *hub_base, const char *username, OrchSecret *password)
{
  GListStore *clinics = g_list_store_new (ORCH_TYPE_CLINIC);
  const OrchClinicFields second = { .id = "c3", .name = "GMF de la Haute-Saint-Charles", .city = "Québec" };
  g_autoptr (OrchClinic) other = orch_clinic_new (&second);

  g_list_store_append (clinics, self->clinic);
  g_list_store_append (clinics, other);
  return answer (self, hub_base != NULL ? hub_base : "sign-in", NULL, clinics);
}

void
orch_engine_stop_sign_in (OrchEngine *self)
{
  g_string_append (self->calls, " stop-sign-in");
}

DexFuture *
orch_engine_join (OrchEngine *self, OrchClinic *clinic, OrchSecret *shared_key)
{
  return answer (self, shared_key != NULL ? "join-with-key" : "join-without-key", be_ready, NULL);
}

DexFuture *
orch_engine_sign_in_again (OrchEngine *self, const char *username, OrchSecret *password)
{
  return answer (self, "sign-in-again", sign_in, NULL);
}

DexFuture *
orch_engine_load_departments (OrchEngine *self)
{
  g_autoptr (GPtrArray) departments = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (departments, orch_department_new (&(OrchDepartmentFields) {
                                    .id = "d1", .emr_id = "dep-1", .name = "Médecine familiale" }));
  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&departments));
}

DexFuture *
orch_engine_find_member (OrchEngine *self, const char *id)
{
  g_string_append_printf (self->calls, " find-member:%s", id);
  return dex_future_new_take_object (
      orch_staff_member_new (&(OrchStaffMemberFields) { .id = id, .prefix = "Dre", .given = "Zoé", .family = "Côté" }));
}

DexFuture *
orch_engine_load_staff_links (OrchEngine *self, OrchStaffMember *member)
{
  static const char *const departments[] = { "Médecine familiale", NULL };
  static const char *const services[] = { "Suivi de grossesse", "Prise de sang", NULL };
  static const char *const others[] = { "Vaccination", NULL };

  return dex_future_new_take_object (orch_staff_links_new (&(OrchStaffLinksFields) { .departments = departments,
                                                                                     .active_services = services,
                                                                                     .inactive_services = others,
                                                                                     .read = g_get_real_time (),
                                                                                     .is_read_whole = TRUE,
                                                                                     .is_on_hub = TRUE }));
}
