/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See fake-setup.h.
 */
#include "fake-setup.h"

#include "core/orch-error.h"
#include "core/orch-shared-key.h"

/* OrchProviderCard */

struct _OrchProviderCard
{
  GObject parent_instance;
  char *code;
  char *name;
  gboolean integrated;
  gboolean known;
  gboolean ticked;
};

enum
{
  CARD_CODE = 1,
  CARD_NAME,
  CARD_INTEGRATED,
  CARD_KNOWN,
  CARD_TICKED,
};

G_DEFINE_FINAL_TYPE (OrchProviderCard, orch_provider_card, G_TYPE_OBJECT)

static void
orch_provider_card_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  OrchProviderCard *self = ORCH_PROVIDER_CARD (object);

  if (id == CARD_CODE)
    g_value_set_string (value, self->code);
  else if (id == CARD_NAME)
    g_value_set_string (value, self->name);
  else
    g_value_set_boolean (value, id == CARD_INTEGRATED ? self->integrated
                                : id == CARD_KNOWN    ? self->known
                                                      : self->ticked);
}

static void
orch_provider_card_finalize (GObject *object)
{
  g_free (ORCH_PROVIDER_CARD (object)->code);
  g_free (ORCH_PROVIDER_CARD (object)->name);
  G_OBJECT_CLASS (orch_provider_card_parent_class)->finalize (object);
}

static void
orch_provider_card_class_init (OrchProviderCardClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = orch_provider_card_get_property;
  object_class->finalize = orch_provider_card_finalize;
  g_object_class_install_property (object_class, CARD_CODE, g_param_spec_string ("code", NULL, NULL, NULL, flags));
  g_object_class_install_property (object_class, CARD_NAME, g_param_spec_string ("name", NULL, NULL, NULL, flags));
  g_object_class_install_property (object_class, CARD_INTEGRATED,
                                   g_param_spec_boolean ("integrated", NULL, NULL, FALSE, flags));
  g_object_class_install_property (object_class, CARD_KNOWN, g_param_spec_boolean ("known", NULL, NULL, TRUE, flags));
  g_object_class_install_property (object_class, CARD_TICKED,
                                   g_param_spec_boolean ("ticked", NULL, NULL, FALSE, flags));
}

static void
orch_provider_card_init (OrchProviderCard *self)
{
}

static OrchProviderCard *
card_new (const char *code, const char *name, gboolean integrated, gboolean known)
{
  OrchProviderCard *self = g_object_new (ORCH_TYPE_PROVIDER_CARD, NULL);

  self->code = g_strdup (code);
  self->name = g_strdup (name);
  self->integrated = integrated;
  self->known = known;
  return self;
}

const char *
orch_provider_card_get_code (OrchProviderCard *self)
{
  return self->code;
}

const char *
orch_provider_card_get_name (OrchProviderCard *self)
{
  return self->name;
}

gboolean
orch_provider_card_get_integrated (OrchProviderCard *self)
{
  return self->integrated;
}

gboolean
orch_provider_card_get_ticked (OrchProviderCard *self)
{
  return self->ticked;
}

/* OrchImportRun */

struct _OrchImportRun
{
  GObject parent_instance;
  OrchImportKind kind;
  OrchImportState state;
  OrchImportPhase phase;
  guint done;
  guint total;
  gboolean informed;
  gboolean accepted;
  OrchImportCounts counts;
  GListStore *conflicts;
  GError *error;
};

enum
{
  RUN_STATE = 1,
  RUN_DONE,
  RUN_TOTAL,
  RUN_INFORMED,
  RUN_ACCEPTED,
};

G_DEFINE_FINAL_TYPE (OrchImportRun, orch_import_run, G_TYPE_OBJECT)

static void
orch_import_run_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  OrchImportRun *self = ORCH_IMPORT_RUN (object);

  if (id == RUN_STATE)
    g_value_set_int (value, (int) self->state);
  else if (id == RUN_DONE || id == RUN_TOTAL)
    g_value_set_uint (value, id == RUN_DONE ? self->done : self->total);
  else
    g_value_set_boolean (value, id == RUN_INFORMED ? self->informed : self->accepted);
}

static void
orch_import_run_finalize (GObject *object)
{
  g_object_unref (ORCH_IMPORT_RUN (object)->conflicts);
  g_clear_error (&ORCH_IMPORT_RUN (object)->error);
  G_OBJECT_CLASS (orch_import_run_parent_class)->finalize (object);
}

static void
orch_import_run_class_init (OrchImportRunClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = orch_import_run_get_property;
  object_class->finalize = orch_import_run_finalize;
  g_object_class_install_property (object_class, RUN_STATE, g_param_spec_int ("state", NULL, NULL, 0, 9, 0, flags));
  g_object_class_install_property (object_class, RUN_DONE,
                                   g_param_spec_uint ("done", NULL, NULL, 0, G_MAXUINT, 0, flags));
  g_object_class_install_property (object_class, RUN_TOTAL,
                                   g_param_spec_uint ("total", NULL, NULL, 0, G_MAXUINT, 0, flags));
  g_object_class_install_property (object_class, RUN_INFORMED,
                                   g_param_spec_boolean ("informed", NULL, NULL, FALSE, flags));
  g_object_class_install_property (object_class, RUN_ACCEPTED,
                                   g_param_spec_boolean ("accepted", NULL, NULL, FALSE, flags));
}

static void
orch_import_run_init (OrchImportRun *self)
{
  self->conflicts = g_list_store_new (ORCH_TYPE_CONFLICT);
}

OrchImportKind
orch_import_run_get_kind (OrchImportRun *self)
{
  return self->kind;
}

OrchImportState
orch_import_run_get_state (OrchImportRun *self)
{
  return self->state;
}

guint
orch_import_run_get_done (OrchImportRun *self)
{
  return self->done;
}

guint
orch_import_run_get_total (OrchImportRun *self)
{
  return self->total;
}

OrchImportPhase
orch_import_run_get_phase (OrchImportRun *self)
{
  return self->phase;
}

double
orch_import_run_get_fraction (OrchImportRun *self)
{
  return self->total > 0 ? (double) self->done / self->total : -1;
}

gboolean
orch_import_run_get_told (OrchImportRun *self)
{
  return self->state == ORCH_IMPORT_FAILED;
}

gboolean
orch_import_run_get_informed (OrchImportRun *self)
{
  return self->informed;
}

gboolean
orch_import_run_get_accepted (OrchImportRun *self)
{
  return self->accepted;
}

const OrchImportCounts *
orch_import_run_get_counts (OrchImportRun *self)
{
  return &self->counts;
}

GListModel *
orch_import_run_get_conflicts (OrchImportRun *self)
{
  return G_LIST_MODEL (self->conflicts);
}

const GError *
orch_import_run_get_error (OrchImportRun *self)
{
  return self->error;
}

static void
run_set_state (OrchImportRun *self, OrchImportState state)
{
  self->state = state;
  g_object_notify (G_OBJECT (self), "state");
}

void
orch_import_run_cancel (OrchImportRun *self)
{
  if (self->state == ORCH_IMPORT_RUNNING)
    run_set_state (self, ORCH_IMPORT_CANCELLED);
}

gboolean
orch_import_run_is_settled (OrchImportRun *self)
{
  return self->state == ORCH_IMPORT_SUCCESS || (self->state == ORCH_IMPORT_CONFLICTS && self->accepted);
}

/* OrchCreation */

struct _OrchCreation
{
  GObject parent_instance;
  OrchCreationState state;
  OrchCreationPhase phase;
  guint done;
  guint total;
  int retry_in;
  GError *error;
};

enum
{
  CREATION_STATE = 1,
  CREATION_PHASE,
  CREATION_DONE_COUNT,
  CREATION_TOTAL,
  CREATION_RETRY_IN,
};

G_DEFINE_FINAL_TYPE (OrchCreation, orch_creation, G_TYPE_OBJECT)

static void
orch_creation_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  OrchCreation *self = ORCH_CREATION (object);

  if (id == CREATION_DONE_COUNT || id == CREATION_TOTAL)
    g_value_set_uint (value, id == CREATION_TOTAL ? self->total : self->done);
  else
    g_value_set_int (value, id == CREATION_STATE   ? (int) self->state
                            : id == CREATION_PHASE ? (int) self->phase
                                                   : self->retry_in);
}

static void
orch_creation_finalize (GObject *object)
{
  g_clear_error (&ORCH_CREATION (object)->error);
  G_OBJECT_CLASS (orch_creation_parent_class)->finalize (object);
}

static void
orch_creation_class_init (OrchCreationClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = orch_creation_get_property;
  object_class->finalize = orch_creation_finalize;
  g_object_class_install_property (object_class, CREATION_STATE,
                                   g_param_spec_int ("state", NULL, NULL, 0, 9, 0, flags));
  g_object_class_install_property (object_class, CREATION_PHASE,
                                   g_param_spec_int ("phase", NULL, NULL, 0, 9, 0, flags));
  g_object_class_install_property (object_class, CREATION_DONE_COUNT,
                                   g_param_spec_uint ("done", NULL, NULL, 0, G_MAXUINT, 0, flags));
  g_object_class_install_property (object_class, CREATION_TOTAL,
                                   g_param_spec_uint ("total", NULL, NULL, 0, G_MAXUINT, 0, flags));
  g_object_class_install_property (object_class, CREATION_RETRY_IN,
                                   g_param_spec_int ("retry-in", NULL, NULL, 0, G_MAXINT, 0, flags));
}

static void
orch_creation_init (OrchCreation *self)
{
}

OrchCreationState
orch_creation_get_state (OrchCreation *self)
{
  return self->state;
}

OrchCreationPhase
orch_creation_get_phase (OrchCreation *self)
{
  return self->phase;
}

guint
orch_creation_get_done (OrchCreation *self)
{
  return self->done;
}

guint
orch_creation_get_total (OrchCreation *self)
{
  return self->total;
}

const GError *
orch_creation_get_error (OrchCreation *self)
{
  return self->error;
}

/* OrchSetup */

struct _OrchSetup
{
  GObject parent_instance;
  OrchStep step;
  OrchClinic *clinic;
  char *emr;
  char *hub_emr;
  char *alert;
  OrchConnectionState connection;
  gboolean has_shared_key;
  gboolean understood;
  gboolean saved;
  guint n_created;
  GError *test_error;
  GHashTable *values;
  GHashTable *secrets;
  OrchImportRun *runs[2];
  OrchCreation *creation;
  GListStore *providers;
  GListStore *hand[2];
  DexPromise *consent; /* (nullable) */
  const char *address; /* (nullable) */
  OrchEmrAdvice advice;
  const char *advice_detail;
};

enum
{
  SETUP_STEP = 1,
  SETUP_CLINIC,
  SETUP_EMR,
  SETUP_EMR_LOCKED,
  SETUP_CONNECTION,
  SETUP_HAS_SHARED_KEY,
  SETUP_UNDERSTOOD,
  SETUP_N_HAND_STAFF,
  SETUP_N_HAND_SERVICES,
  SETUP_CONSENT_ADDRESS,
  SETUP_SAVED,
};

G_DEFINE_FINAL_TYPE (OrchSetup, orch_setup, G_TYPE_OBJECT)

static void
missing_changed (OrchSetup *self)
{
  g_signal_emit_by_name (self, "missing-changed");
}

static void
orch_setup_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  OrchSetup *self = ORCH_SETUP (object);

  switch (id)
    {
    case SETUP_STEP:
      g_value_set_int (value, (int) self->step);
      break;
    case SETUP_CLINIC:
      g_value_set_object (value, self->clinic);
      break;
    case SETUP_EMR:
      g_value_set_string (value, self->emr);
      break;
    case SETUP_EMR_LOCKED:
      g_value_set_boolean (value, self->hub_emr != NULL);
      break;
    case SETUP_CONSENT_ADDRESS:
      g_value_set_string (value, self->address);
      break;
    case SETUP_CONNECTION:
      g_value_set_int (value, (int) self->connection);
      break;
    case SETUP_HAS_SHARED_KEY:
      g_value_set_boolean (value, self->has_shared_key);
      break;
    case SETUP_UNDERSTOOD:
      g_value_set_boolean (value, self->understood);
      break;
    case SETUP_N_HAND_STAFF:
    case SETUP_N_HAND_SERVICES:
      g_value_set_uint (value, g_list_model_get_n_items (G_LIST_MODEL (self->hand[id - SETUP_N_HAND_STAFF])));
      break;
    case SETUP_SAVED:
      g_value_set_boolean (value, self->saved);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
orch_setup_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == SETUP_STEP)
    orch_setup_set_step (ORCH_SETUP (object), (OrchStep) g_value_get_int (value));
  else
    orch_setup_set_patients_understood (ORCH_SETUP (object), g_value_get_boolean (value));
}

static void
orch_setup_finalize (GObject *object)
{
  OrchSetup *self = ORCH_SETUP (object);

  g_object_unref (self->clinic);
  g_free (self->emr);
  g_free (self->hub_emr);
  g_free (self->alert);
  g_clear_error (&self->test_error);
  g_hash_table_unref (self->values);
  g_hash_table_unref (self->secrets);
  for (int i = 0; i < 2; i++)
    {
      g_object_unref (self->runs[i]);
      g_object_unref (self->hand[i]);
    }
  g_object_unref (self->creation);
  g_object_unref (self->providers);
  G_OBJECT_CLASS (orch_setup_parent_class)->finalize (object);
}

static void
orch_setup_class_init (OrchSetupClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  const GParamFlags read = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  const GParamFlags both = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = orch_setup_get_property;
  object_class->set_property = orch_setup_set_property;
  object_class->finalize = orch_setup_finalize;
  g_object_class_install_property (object_class, SETUP_STEP, g_param_spec_int ("step", NULL, NULL, 0, 5, 0, both));
  g_object_class_install_property (object_class, SETUP_CLINIC,
                                   g_param_spec_object ("clinic", NULL, NULL, ORCH_TYPE_CLINIC, read));
  g_object_class_install_property (object_class, SETUP_EMR, g_param_spec_string ("emr", NULL, NULL, NULL, read));
  g_object_class_install_property (object_class, SETUP_EMR_LOCKED,
                                   g_param_spec_boolean ("emr-locked", NULL, NULL, FALSE, read));
  g_object_class_install_property (object_class, SETUP_CONNECTION,
                                   g_param_spec_int ("connection", NULL, NULL, 0, 9, 0, read));
  g_object_class_install_property (object_class, SETUP_HAS_SHARED_KEY,
                                   g_param_spec_boolean ("has-shared-key", NULL, NULL, FALSE, read));
  g_object_class_install_property (object_class, SETUP_UNDERSTOOD,
                                   g_param_spec_boolean ("patients-understood", NULL, NULL, FALSE, both));
  g_object_class_install_property (object_class, SETUP_N_HAND_STAFF,
                                   g_param_spec_uint ("n-hand-staff", NULL, NULL, 0, G_MAXUINT, 0, read));
  g_object_class_install_property (object_class, SETUP_N_HAND_SERVICES,
                                   g_param_spec_uint ("n-hand-services", NULL, NULL, 0, G_MAXUINT, 0, read));
  g_object_class_install_property (object_class, SETUP_CONSENT_ADDRESS,
                                   g_param_spec_string ("consent-address", NULL, NULL, NULL, read));
  g_object_class_install_property (object_class, SETUP_SAVED, g_param_spec_boolean ("saved", NULL, NULL, TRUE, read));
  g_signal_new ("missing-changed", ORCH_TYPE_SETUP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
add_provider (OrchSetup *self, const char *code, const char *name, gboolean integrated, gboolean known)
{
  g_autoptr (OrchProviderCard) card = card_new (code, name, integrated, known);

  g_list_store_append (self->providers, card);
}

static void
orch_setup_init (OrchSetup *self)
{
  const OrchClinicFields fields = { .id = "0b7f7e0c-6f0e-4c53-9a55-0f6f5b8ad001",
                                    .name = "Clinique Beauséjour",
                                    .street = "350 boulevard Charest Est",
                                    .city = "Québec",
                                    .province = "QC",
                                    .postal_code = "G1K 3H5" };

  self->clinic = orch_clinic_new (&fields);
  self->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->secrets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (int i = 0; i < 2; i++)
    {
      self->runs[i] = g_object_new (ORCH_TYPE_IMPORT_RUN, NULL);
      self->runs[i]->kind = (OrchImportKind) i;
      g_signal_connect_swapped (self->runs[i], "notify::state", G_CALLBACK (missing_changed), self);
    }
  self->hand[0] = g_list_store_new (ORCH_TYPE_STAFF_MEMBER);
  self->hand[1] = g_list_store_new (ORCH_TYPE_SERVICE);
  self->creation = g_object_new (ORCH_TYPE_CREATION, NULL);
  self->saved = TRUE;
  self->providers = g_list_store_new (ORCH_TYPE_PROVIDER_CARD);
  add_provider (self, "rvsq", "Rendez-vous santé Québec", TRUE, TRUE);
  add_provider (self, "bonjour-sante", "Bonjour-santé", FALSE, TRUE);
  add_provider (self, "pomelo", "Pomelo (autrefois Chronometriq)", FALSE, TRUE);
  add_provider (self, "myle", "Myle par MEDFAR", FALSE, TRUE);
  add_provider (self, "tap", "TAP médical", FALSE, TRUE);
}

OrchSetup *
fake_setup_new (void)
{
  return g_object_new (ORCH_TYPE_SETUP, NULL);
}

OrchStep
orch_setup_get_step (OrchSetup *self)
{
  return self->step;
}

void
orch_setup_set_step (OrchSetup *self, OrchStep step)
{
  if (self->step == step)
    return;
  self->step = step;
  g_object_notify (G_OBJECT (self), "step");
}

OrchStep
orch_setup_get_furthest (OrchSetup *self)
{
  int i;

  for (i = 0; i < ORCH_N_STEPS - 1; i++)
    if (!orch_setup_is_complete (self, (OrchStep) i))
      break;
  return (OrchStep) i;
}

static OrchMissing
missing_import (OrchSetup *self, OrchImportKind kind)
{
  if (orch_setup_is_standalone (self))
    return g_list_model_get_n_items (G_LIST_MODEL (self->hand[kind])) > 0 ? ORCH_MISSING_NOTHING
                                                                          : ORCH_MISSING_HAND_ENTRY;
  switch (self->runs[kind]->state)
    {
    case ORCH_IMPORT_RUNNING:
      return ORCH_MISSING_IMPORT_RUNNING;
    case ORCH_IMPORT_SUCCESS:
      return ORCH_MISSING_NOTHING;
    case ORCH_IMPORT_CONFLICTS:
      return self->runs[kind]->accepted ? ORCH_MISSING_NOTHING : ORCH_MISSING_CONFLICTS;
    case ORCH_IMPORT_FAILED:
      return ORCH_MISSING_IMPORT_FAILED;
    case ORCH_IMPORT_IDLE:
    case ORCH_IMPORT_CANCELLED:
    default:
      return ORCH_MISSING_IMPORT;
    }
}

OrchMissing
orch_setup_get_missing (OrchSetup *self, OrchStep step)
{
  switch (step)
    {
    case ORCH_STEP_CLINIC:
      return orch_clinic_is_identified (self->clinic) ? ORCH_MISSING_NOTHING : ORCH_MISSING_FIELD;
    case ORCH_STEP_PROVIDERS:
      return ORCH_MISSING_NOTHING;
    case ORCH_STEP_EMR:
      if (self->emr == NULL)
        return ORCH_MISSING_EMR;
      if (self->connection == ORCH_CONNECTION_UNTESTED)
        return self->has_shared_key ? ORCH_MISSING_CONNECTION : ORCH_MISSING_SHARED_KEY;
      return ORCH_MISSING_NOTHING;
    case ORCH_STEP_STAFF:
      return missing_import (self, ORCH_IMPORT_STAFF);
    case ORCH_STEP_SERVICES:
      return missing_import (self, ORCH_IMPORT_SERVICES);
    case ORCH_STEP_PATIENTS:
    default:
      return self->understood ? ORCH_MISSING_NOTHING : ORCH_MISSING_UNDERSTOOD;
    }
}

gboolean
orch_setup_get_missing_field (OrchSetup *self, OrchClinicField *field, OrchFieldState *state)
{
  for (int i = 0; i < ORCH_N_CLINIC_FIELDS; i++)
    {
      *field = (OrchClinicField) i;
      *state = orch_clinic_check_field (self->clinic, *field);
      if (*state != ORCH_FIELD_OK)
        return TRUE;
    }
  return FALSE;
}

gboolean
orch_setup_is_complete (OrchSetup *self, OrchStep step)
{
  return orch_setup_get_missing (self, step) == ORCH_MISSING_NOTHING;
}

OrchClinic *
orch_setup_get_clinic (OrchSetup *self)
{
  return self->clinic;
}

void
orch_setup_set_clinic (OrchSetup *self, OrchClinic *clinic)
{
  if (!g_set_object (&self->clinic, clinic))
    return;
  g_object_notify (G_OBJECT (self), "clinic");
  missing_changed (self);
}

DexFuture *
orch_setup_flush (OrchSetup *self)
{
  return dex_future_new_true ();
}

GListModel *
orch_setup_get_providers (OrchSetup *self)
{
  return G_LIST_MODEL (self->providers);
}

static OrchProviderCard *
find_provider (OrchSetup *self, const char *code)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->providers)); i++)
    {
      g_autoptr (OrchProviderCard) card = g_list_model_get_item (G_LIST_MODEL (self->providers), i);
      if (g_str_equal (card->code, code))
        return card;
    }
  return NULL;
}

void
orch_setup_tick_provider (OrchSetup *self, const char *code, gboolean ticked)
{
  OrchProviderCard *card = find_provider (self, code);

  if (card == NULL || card->ticked == ticked)
    return;
  card->ticked = ticked;
  g_object_notify (G_OBJECT (card), "ticked");
}

void
fake_setup_list_provider (OrchSetup *self, const char *code, const char *name)
{
  OrchProviderCard *card = find_provider (self, code);

  if (card == NULL)
    {
      add_provider (self, code, name, TRUE, FALSE);
      return;
    }
  card->integrated = TRUE;
  g_object_notify (G_OBJECT (card), "integrated");
}

const char *
orch_setup_get_emr (OrchSetup *self)
{
  return self->emr;
}

gboolean
orch_setup_is_emr_locked (OrchSetup *self)
{
  return self->hub_emr != NULL;
}

static void
set_emr (OrchSetup *self, const char *code)
{
  if (!g_set_str (&self->emr, code))
    return;
  self->connection = g_strcmp0 (code, "none") == 0 ? ORCH_CONNECTION_NONE
                     : g_strcmp0 (code, "fhir-r4") == 0 || g_strcmp0 (code, "oscar-pro") == 0
                         ? ORCH_CONNECTION_UNTESTED
                         : ORCH_CONNECTION_TO_SET_UP;
  g_object_notify (G_OBJECT (self), "emr");
  g_object_notify (G_OBJECT (self), "connection");
  missing_changed (self);
}

gboolean
orch_setup_choose_emr (OrchSetup *self, const char *code)
{
  if (self->hub_emr != NULL && !g_str_equal (self->hub_emr, code))
    return FALSE;
  set_emr (self, code);
  return TRUE;
}

void
fake_setup_lock_emr (OrchSetup *self, const char *code)
{
  g_set_str (&self->hub_emr, code);
  g_object_notify (G_OBJECT (self), "emr-locked");
  set_emr (self, code);
}

void
orch_setup_forget_test (OrchSetup *self)
{
  if (self->connection != ORCH_CONNECTION_TESTED)
    return;
  self->connection = ORCH_CONNECTION_UNTESTED;
  g_object_notify (G_OBJECT (self), "connection");
  missing_changed (self);
}

DexFuture *
orch_setup_send_emr_alert (OrchSetup *self, const char *wanted)
{
  g_set_str (&self->alert, wanted);
  return dex_future_new_true ();
}

void
fake_setup_set_saved (OrchSetup *self, gboolean saved)
{
  self->saved = saved;
  g_object_notify (G_OBJECT (self), "saved");
}

const char *
fake_setup_get_alert (OrchSetup *self)
{
  return self->alert;
}

OrchConnectionState
orch_setup_get_connection (OrchSetup *self)
{
  return self->connection;
}

const char *
orch_setup_get_emr_server (OrchSetup *self)
{
  return self->connection == ORCH_CONNECTION_TESTED ? "Serveur <R4> 7.2" : NULL;
}

gboolean
orch_setup_has_shared_key (OrchSetup *self)
{
  return self->has_shared_key;
}

DexFuture *
orch_setup_set_shared_key (OrchSetup *self, OrchSecret *key)
{
  self->has_shared_key = TRUE;
  g_object_notify (G_OBJECT (self), "has-shared-key");
  missing_changed (self);
  return dex_future_new_true ();
}

DexFuture *
orch_setup_make_shared_key (OrchSetup *self, OrchSecret *key)
{
  return orch_setup_set_shared_key (self, key);
}

const char *
orch_setup_get_emr_value (OrchSetup *self, const char *field_id)
{
  return g_hash_table_lookup (self->values, field_id);
}

void
orch_setup_set_emr_value (OrchSetup *self, const char *field_id, const char *value)
{
  g_hash_table_insert (self->values, g_strdup (field_id), g_strdup (value));
}

gboolean
orch_setup_has_emr_secret (OrchSetup *self, const char *field_id)
{
  return g_hash_table_contains (self->secrets, field_id);
}

DexFuture *
orch_setup_set_emr_secret (OrchSetup *self, const char *field_id, OrchSecret *secret)
{
  g_hash_table_add (self->secrets, g_strdup (field_id));
  return dex_future_new_true ();
}

/* A page that never answers by itself: fake_setup_end_consent() does. */
DexFuture *
orch_setup_authorise_emr (OrchSetup *self, const char *field_id, gboolean by_hand)
{
  orch_setup_stop_authorising (self);
  self->consent = dex_promise_new ();
  self->address = by_hand ? "https://emr.example.ca/oscar/ws/oauth/authorize?oauth_token=x"
                          : "https://emr.example.ca/oscar/ws/oauth/authorize?oauth_token=y";
  g_object_notify (G_OBJECT (self), "consent-address");
  return DEX_FUTURE (dex_ref (self->consent));
}

void
fake_setup_end_consent (OrchSetup *self, const GError *error)
{
  g_autoptr (DexPromise) consent = g_steal_pointer (&self->consent);

  g_assert_nonnull (consent);
  self->address = NULL;
  g_object_notify (G_OBJECT (self), "consent-address");
  if (error != NULL)
    dex_promise_reject (consent, g_error_copy (error));
  else
    dex_promise_resolve_boolean (consent, TRUE);
}

void
orch_setup_give_emr_code (OrchSetup *self, const char *code)
{
  g_autoptr (GError) error = g_error_new_literal (ORCH_ERROR, ORCH_ERROR_REFUSED, "This is not the code");

  fake_setup_end_consent (self, g_str_equal (code, "good") ? NULL : error);
}

void
orch_setup_stop_authorising (OrchSetup *self)
{
  g_autoptr (GError) error = g_error_new_literal (ORCH_ERROR, ORCH_ERROR_CANCELLED, "Stopped");

  if (self->consent != NULL)
    fake_setup_end_consent (self, error);
}

const char *
orch_setup_get_consent_address (OrchSetup *self)
{
  return self->address;
}

void
fake_setup_set_advice (OrchSetup *self, OrchEmrAdvice advice, const char *detail)
{
  self->advice = advice;
  self->advice_detail = detail;
}

OrchEmrAdvice
orch_setup_get_emr_advice (OrchSetup *self, const char **detail)
{
  if (detail != NULL)
    *detail = self->advice_detail;
  return self->advice;
}

void
fake_setup_set_test_error (OrchSetup *self, const GError *error)
{
  g_clear_error (&self->test_error);
  self->test_error = error != NULL ? g_error_copy (error) : NULL;
}

DexFuture *
orch_setup_test_connection (OrchSetup *self)
{
  if (self->test_error != NULL)
    return dex_future_new_for_error (g_error_copy (self->test_error));
  self->connection = ORCH_CONNECTION_TESTED;
  g_object_notify (G_OBJECT (self), "connection");
  missing_changed (self);
  return dex_future_new_true ();
}

OrchImportRun *
orch_setup_get_run (OrchSetup *self, OrchImportKind kind)
{
  return self->runs[kind];
}

void
orch_setup_start_import (OrchSetup *self, OrchImportKind kind)
{
  OrchImportRun *run = self->runs[kind];

  run->done = 0;
  run->total = 0;
  g_list_store_remove_all (run->conflicts);
  run_set_state (run, ORCH_IMPORT_RUNNING);
}

void
fake_setup_set_progress (OrchSetup *self, OrchImportKind kind, OrchImportPhase phase, guint done, guint total)
{
  self->runs[kind]->phase = phase;
  self->runs[kind]->done = done;
  self->runs[kind]->total = total;
  g_object_notify (G_OBJECT (self->runs[kind]), "total");
  g_object_notify (G_OBJECT (self->runs[kind]), "done");
}

void
fake_setup_end_import (OrchSetup *self, OrchImportKind kind, OrchImportState state, guint n_conflicts)
{
  static const struct
  {
    OrchConflictRule rule;
    const char *name;
    const char *id;
    const char *detail;
  } conflicts[2][4] = {
    { { ORCH_CONFLICT_STAFF_NO_LICENCE, "Dre Alice Tremblay", "P-1017", NULL },
      { ORCH_CONFLICT_STAFF_LICENCE_TWICE, "Dr Marc-André Gagnon", "P-1022", "Dre Sophie Roy" },
      { ORCH_CONFLICT_STAFF_NOT_BOOKABLE, "Julie Côté, IPS", "P-1031", NULL },
      { ORCH_CONFLICT_STAFF_UNKNOWN_SPECIALITY, "Dr Luc Pelletier", "P-1040", "Médecine du voyage" } },
    { { ORCH_CONFLICT_SERVICE_NO_DURATION, "Suivi de grossesse", "S-12", NULL },
      { ORCH_CONFLICT_SERVICE_NAME_TWICE, "Vaccination", "S-19", "S-44" },
      { ORCH_CONFLICT_SERVICE_BAD_DURATION, "Examen périodique", "S-23", "900" },
      { ORCH_CONFLICT_SERVICE_UNKNOWN_PROFESSIONAL, "Prise de sang", "S-31", "P-9999" } },
  };
  OrchImportRun *run = self->runs[kind];

  g_list_store_remove_all (run->conflicts);
  for (guint i = 0; i < n_conflicts; i++)
    {
      g_autoptr (OrchConflict) conflict = orch_conflict_new (conflicts[kind][i % 4].rule, conflicts[kind][i % 4].name,
                                                             conflicts[kind][i % 4].id, conflicts[kind][i % 4].detail);
      g_list_store_append (run->conflicts, conflict);
    }
  run->counts = (OrchImportCounts) { 0 };
  run->counts.usable = kind == ORCH_IMPORT_STAFF ? 25 : 40;
  run->counts.in_conflict = n_conflicts;
  run->counts.seen = run->counts.usable + n_conflicts;
  g_clear_error (&run->error);
  if (state == ORCH_IMPORT_FAILED)
    run->error = g_error_new_literal (ORCH_ERROR, ORCH_ERROR_OFFLINE, "connection refused");
  run_set_state (run, state);
}

void
fake_setup_set_informed (OrchSetup *self, OrchImportKind kind)
{
  self->runs[kind]->informed = TRUE;
  g_object_notify (G_OBJECT (self->runs[kind]), "informed");
}

void
orch_setup_accept_conflicts (OrchSetup *self, OrchImportKind kind)
{
  self->runs[kind]->accepted = TRUE;
  g_object_notify (G_OBJECT (self->runs[kind]), "accepted");
  missing_changed (self);
}

gboolean
orch_setup_is_standalone (OrchSetup *self)
{
  return self->connection == ORCH_CONNECTION_NONE || self->connection == ORCH_CONNECTION_TO_SET_UP;
}

GListModel *
orch_setup_get_hand_staff (OrchSetup *self)
{
  return G_LIST_MODEL (self->hand[0]);
}

GListModel *
orch_setup_get_hand_services (OrchSetup *self)
{
  return G_LIST_MODEL (self->hand[1]);
}

static DexFuture *
put_hand (OrchSetup *self, int kind, GPtrArray *objects)
{
  for (guint i = 0; i < objects->len; i++)
    g_list_store_append (self->hand[kind], g_ptr_array_index (objects, i));
  g_object_notify (G_OBJECT (self), kind == 0 ? "n-hand-staff" : "n-hand-services");
  missing_changed (self);
  return dex_future_new_true ();
}

static DexFuture *
remove_hand (OrchSetup *self, int kind, const char *id)
{
  GListModel *model = G_LIST_MODEL (self->hand[kind]);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (model, i);
      const char *item_id = kind == 0 ? orch_staff_member_get_fields (ORCH_STAFF_MEMBER (item))->id
                                      : orch_service_get_fields (ORCH_SERVICE (item))->id;
      if (g_strcmp0 (item_id, id) == 0)
        {
          g_list_store_remove (self->hand[kind], i);
          break;
        }
    }
  g_object_notify (G_OBJECT (self), kind == 0 ? "n-hand-staff" : "n-hand-services");
  missing_changed (self);
  return dex_future_new_true ();
}

DexFuture *
orch_setup_put_hand_staff (OrchSetup *self, GPtrArray *members)
{
  return put_hand (self, 0, members);
}

DexFuture *
orch_setup_remove_hand_staff (OrchSetup *self, const char *id)
{
  return remove_hand (self, 0, id);
}

DexFuture *
orch_setup_put_hand_services (OrchSetup *self, GPtrArray *services)
{
  return put_hand (self, 1, services);
}

DexFuture *
orch_setup_remove_hand_service (OrchSetup *self, const char *id)
{
  return remove_hand (self, 1, id);
}

gboolean
orch_setup_get_patients_understood (OrchSetup *self)
{
  return self->understood;
}

void
orch_setup_set_patients_understood (OrchSetup *self, gboolean understood)
{
  if (self->understood == understood)
    return;
  self->understood = understood;
  g_object_notify (G_OBJECT (self), "patients-understood");
  missing_changed (self);
}

OrchCreation *
orch_setup_get_creation (OrchSetup *self)
{
  return self->creation;
}

void
orch_setup_create_clinic (OrchSetup *self)
{
  self->n_created++;
  fake_setup_set_creation (self, ORCH_CREATION_RUNNING, ORCH_CREATION_PHASE_CLINIC, 0, 68, 0, NULL);
}

guint
fake_setup_get_n_created (OrchSetup *self)
{
  return self->n_created;
}

void
fake_setup_set_creation (OrchSetup *self, OrchCreationState state, OrchCreationPhase phase, guint done, guint total,
                         int retry_in, const GError *error)
{
  OrchCreation *creation = self->creation;

  creation->state = state;
  creation->phase = phase;
  creation->done = done;
  creation->total = total;
  creation->retry_in = retry_in;
  g_clear_error (&creation->error);
  creation->error = error != NULL ? g_error_copy (error) : NULL;
  g_object_notify (G_OBJECT (creation), "total");
  g_object_notify (G_OBJECT (creation), "done");
  g_object_notify (G_OBJECT (creation), "retry-in");
  g_object_notify (G_OBJECT (creation), "phase");
  g_object_notify (G_OBJECT (creation), "state");
}
