/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Fields and steps. Every change goes to a dictionary of unsaved fields that is written 300 ms later, or at once when the step
 * changes: typing costs one small write at each pause. Main thread.
 */
#include "orch-setup-private.h"

#include "core/orch-error.h"
#include "core/orch-shared-key.h"

#define SAVE_AFTER_MS 300

GParamSpec *orch_setup_properties[PROP_SAVED + 1];

enum
{
  SIGNAL_MISSING_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OrchSetup, orch_setup, G_TYPE_OBJECT)

static void
set_saved (OrchSetup *self, gboolean saved)
{
  if (self->saved == saved)
    return;
  self->saved = saved;
  orch_setup_notify (self, PROP_SAVED);
}

/* What could not be written does not pass for saved, until something is again. */
static DexFuture *
on_written (DexFuture *future, gpointer data)
{
  OrchSetup *self = data;

  self->n_writing--;
  if (self->n_writing == 0 && self->unsaved == NULL && dex_future_is_resolved (future))
    set_saved (self, TRUE);
  return dex_ref (future);
}

static DexFuture *
write_unsaved (OrchSetup *self)
{
  GVariant *fields = NULL;

  g_clear_handle_id (&self->save_source, g_source_remove);
  if (self->unsaved == NULL)
    return dex_future_new_for_boolean (TRUE);
  fields = g_variant_dict_end (self->unsaved);
  g_clear_pointer (&self->unsaved, g_variant_dict_unref);
  self->n_writing++;
  return dex_future_finally (orch_bootstrap_save_wizard (self->bootstrap, self->clinic_id, self->step + 1, fields),
                             on_written, g_object_ref (self), g_object_unref);
}

static gboolean
on_save_time (gpointer data)
{
  OrchSetup *self = data;

  self->save_source = 0;
  dex_clear (&self->saving);
  self->saving = write_unsaved (self);
  return G_SOURCE_REMOVE;
}

/* Returns: (transfer none): what will be written soon */
static GVariantDict *
begin_save (OrchSetup *self)
{
  if (self->unsaved == NULL)
    self->unsaved = g_variant_dict_new (NULL);
  if (self->save_source == 0)
    self->save_source = g_timeout_add (SAVE_AFTER_MS, on_save_time, self);
  set_saved (self, FALSE);
  return self->unsaved;
}

void
orch_setup_save (OrchSetup *self, const char *field, GVariant *value)
{
  g_autoptr (GVariant) sunk = g_variant_ref_sink (value);

  if (!orch_setup_is_edit (self))
    g_variant_dict_insert_value (begin_save (self), field, sunk);
}

void
orch_setup_notify (OrchSetup *self, OrchSetupProperty property)
{
  g_object_notify_by_pspec (G_OBJECT (self), orch_setup_properties[property]);
}

void
orch_setup_missing_changed (OrchSetup *self)
{
  g_signal_emit (self, signals[SIGNAL_MISSING_CHANGED], 0);
}

typedef struct
{
  OrchSetup *setup;
  DexFuture *before; /* (nullable) */
} Flush;

static void
flush_free (Flush *flush)
{
  g_clear_object (&flush->setup);
  dex_clear (&flush->before);
  g_free (flush);
}

static DexFuture *
flush_fiber (gpointer data)
{
  Flush *flush = data;
  GError *error = NULL;

  if (flush->before != NULL)
    dex_await (dex_ref (flush->before), NULL);
  if (!dex_await (write_unsaved (flush->setup), &error))
    return dex_future_new_for_error (error);
  return dex_future_new_for_boolean (TRUE);
}

static DexFuture *
load_fiber (gpointer data)
{
  OrchSetup *self = data;
  g_autoptr (GVariant) wizard = NULL;
  g_autoptr (GVariant) fields = NULL;
  g_autoptr (GVariantDict) dict = NULL;
  g_autoptr (OrchSecret) shared_key = NULL;
  g_autofree const char **wanted = NULL;
  const char *settings = NULL;
  guint step = 0;
  guint reached = 0;
  gint32 connection = ORCH_CONNECTION_NONE;
  GError *error = NULL;

  wizard = dex_await_variant (orch_bootstrap_load_wizard (self->bootstrap, self->clinic_id), &error);
  if (wizard == NULL)
    return dex_future_new_for_error (error);
  g_variant_get (wizard, "(u@a{sv})", &step, &fields);
  dict = g_variant_dict_new (fields);
  self->step = step > 0 ? MIN (step - 1, ORCH_N_STEPS - 1) : ORCH_STEP_CLINIC;
  g_variant_dict_lookup (dict, "reached", "u", &reached);
  self->reached = MAX (self->step, MIN (reached, ORCH_N_STEPS - 1));
  g_clear_object (&self->clinic);
  self->clinic = orch_setup_fields_read (self->clinic_id, dict);
  g_variant_dict_lookup (dict, "patients-understood", "b", &self->patients_understood);
  g_variant_dict_lookup (dict, "creating", "b", &self->creating);
  orch_setup_read_alerts (self, dict);
  if (g_variant_dict_lookup (dict, "connection", "i", &connection))
    self->connection = (OrchConnectionState) connection;
  if (g_variant_dict_lookup (dict, "emr-settings", "&s", &settings))
    orch_emr_settings_read_text (self->emr, settings);
  orch_emr_settings_set_vendor (self->emr, orch_clinic_get_fields (self->clinic)->emr_vendor);
  if (g_variant_dict_lookup (dict, "emr-wanted", "^a&s", &wanted))
    for (guint i = 0; wanted[i] != NULL; i++)
      g_hash_table_add (self->wanted, g_strdup (wanted[i]));

  shared_key =
      dex_await_boxed (orch_keyring_lookup (self->keyring, ORCH_SECRET_SHARED_KEY, self->clinic_id, NULL, NULL),
                       &error);
  if (error != NULL)
    return dex_future_new_for_error (error);
  self->has_shared_key = shared_key != NULL;
  /* Without it the form is typed by hand: nothing else depends on it. */
  if (self->training != NULL)
    dex_await (orch_setup_load_training_emr (self), NULL);
  if (!dex_await (orch_emr_settings_find_secrets (self->emr), &error) ||
      !dex_await (orch_setup_load_records (self), &error))
    return dex_future_new_for_error (error);
  orch_setup_begin_emr (self);
  orch_provider_list_show_ticks (self->providers, self->clinic);
  orch_setup_watch_providers (self);
  return dex_future_new_take_object (g_object_ref (self));
}

static OrchMissing
missing_of_emr (OrchSetup *self)
{
  if (orch_clinic_get_fields (self->clinic)->emr_vendor == NULL)
    return ORCH_MISSING_EMR;
  switch (self->connection)
    {
    case ORCH_CONNECTION_UNTESTED:
      return self->has_shared_key ? ORCH_MISSING_CONNECTION : ORCH_MISSING_SHARED_KEY;
    case ORCH_CONNECTION_TESTED:
      return self->has_shared_key ? ORCH_MISSING_NOTHING : ORCH_MISSING_SHARED_KEY;
    case ORCH_CONNECTION_NONE:
    case ORCH_CONNECTION_TO_SET_UP:
    default:
      return ORCH_MISSING_NOTHING;
    }
}

static OrchMissing
missing_of_import (OrchSetup *self, OrchImportKind kind)
{
  OrchImportRun *run = self->runs[kind];

  if (orch_setup_is_standalone (self))
    return g_list_model_get_n_items (G_LIST_MODEL (self->hand[kind])) > 0 ? ORCH_MISSING_NOTHING
                                                                          : ORCH_MISSING_HAND_ENTRY;
  switch (orch_import_run_get_state (run))
    {
    case ORCH_IMPORT_RUNNING:
      return ORCH_MISSING_IMPORT_RUNNING;
    case ORCH_IMPORT_FAILED:
      return ORCH_MISSING_IMPORT_FAILED;
    case ORCH_IMPORT_CONFLICTS:
      return orch_import_run_get_accepted (run) ? ORCH_MISSING_NOTHING : ORCH_MISSING_CONFLICTS;
    case ORCH_IMPORT_SUCCESS:
      return ORCH_MISSING_NOTHING;
    case ORCH_IMPORT_IDLE:
    case ORCH_IMPORT_CANCELLED:
    default:
      return ORCH_MISSING_IMPORT;
    }
}

static void
orch_setup_finalize (GObject *object)
{
  OrchSetup *self = ORCH_SETUP (object);

  orch_setup_stop (self);
  g_clear_object (&self->bootstrap);
  g_clear_object (&self->store);
  g_clear_object (&self->keyring);
  g_clear_object (&self->session);
  g_clear_object (&self->access);
  g_clear_object (&self->pump);
  g_clear_object (&self->training);
  g_clear_object (&self->browser);
  g_free (self->advice_detail);
  g_clear_object (&self->clinic);
  g_clear_object (&self->emr);
  g_clear_object (&self->providers);
  for (guint i = 0; i < ORCH_SETUP_N_RUNS; i++)
    {
      g_clear_object (&self->runs[i]);
      g_clear_object (&self->hand[i]);
      g_clear_object (&self->alerts[i]);
      g_clear_pointer (&self->kept_alerts[i], g_free);
    }
  g_clear_object (&self->creation);
  g_clear_pointer (&self->wanted, g_hash_table_unref);
  g_clear_pointer (&self->training_emr, g_hash_table_unref);
  dex_clear (&self->filling);
  g_clear_pointer (&self->unsaved, g_variant_dict_unref);
  dex_clear (&self->saving);
  g_free (self->clinic_id);
  G_OBJECT_CLASS (orch_setup_parent_class)->finalize (object);
}

static void
orch_setup_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  OrchSetup *self = ORCH_SETUP (object);

  switch ((OrchSetupProperty) id)
    {
    case PROP_STEP:
      g_value_set_int (value, self->step);
      break;
    case PROP_CLINIC:
      g_value_set_object (value, self->clinic);
      break;
    case PROP_EMR:
      g_value_set_string (value, orch_setup_get_emr (self));
      break;
    case PROP_EMR_LOCKED:
      g_value_set_boolean (value, orch_setup_is_emr_locked (self));
      break;
    case PROP_CONNECTION:
      g_value_set_int (value, self->connection);
      break;
    case PROP_HAS_SHARED_KEY:
      g_value_set_boolean (value, self->has_shared_key);
      break;
    case PROP_PATIENTS_UNDERSTOOD:
      g_value_set_boolean (value, self->patients_understood);
      break;
    case PROP_STAFF_RUN:
      g_value_set_object (value, self->runs[ORCH_IMPORT_STAFF]);
      break;
    case PROP_SERVICES_RUN:
      g_value_set_object (value, self->runs[ORCH_IMPORT_SERVICES]);
      break;
    case PROP_CREATION:
      g_value_set_object (value, self->creation);
      break;
    case PROP_N_HAND_STAFF:
      g_value_set_uint (value, g_list_model_get_n_items (G_LIST_MODEL (self->hand[ORCH_IMPORT_STAFF])));
      break;
    case PROP_N_HAND_SERVICES:
      g_value_set_uint (value, g_list_model_get_n_items (G_LIST_MODEL (self->hand[ORCH_IMPORT_SERVICES])));
      break;
    case PROP_CONSENT_ADDRESS:
      g_value_set_string (value, orch_setup_get_consent_address (self));
      break;
    case PROP_SAVED:
      g_value_set_boolean (value, self->saved);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
orch_setup_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  OrchSetup *self = ORCH_SETUP (object);

  switch ((int) id)
    {
    case PROP_STEP:
      orch_setup_set_step (self, (OrchStep) g_value_get_int (value));
      break;
    case PROP_PATIENTS_UNDERSTOOD:
      orch_setup_set_patients_understood (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
orch_setup_class_init (OrchSetupClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GParamSpec **p = orch_setup_properties;

  G_OBJECT_CLASS (klass)->finalize = orch_setup_finalize;
  G_OBJECT_CLASS (klass)->get_property = orch_setup_get_property;
  G_OBJECT_CLASS (klass)->set_property = orch_setup_set_property;

  p[PROP_STEP] = g_param_spec_int ("step", NULL, NULL, 0, ORCH_N_STEPS - 1, 0, flags | G_PARAM_WRITABLE);
  p[PROP_CLINIC] = g_param_spec_object ("clinic", NULL, NULL, ORCH_TYPE_CLINIC, flags);
  p[PROP_EMR] = g_param_spec_string ("emr", NULL, NULL, NULL, flags);
  p[PROP_EMR_LOCKED] = g_param_spec_boolean ("emr-locked", NULL, NULL, FALSE, flags);
  p[PROP_CONNECTION] = g_param_spec_int ("connection", NULL, NULL, 0, G_MAXINT, 0, flags);
  p[PROP_HAS_SHARED_KEY] = g_param_spec_boolean ("has-shared-key", NULL, NULL, FALSE, flags);
  p[PROP_PATIENTS_UNDERSTOOD] =
      g_param_spec_boolean ("patients-understood", NULL, NULL, FALSE, flags | G_PARAM_WRITABLE);
  p[PROP_STAFF_RUN] = g_param_spec_object ("staff-run", NULL, NULL, ORCH_TYPE_IMPORT_RUN, flags);
  p[PROP_SERVICES_RUN] = g_param_spec_object ("services-run", NULL, NULL, ORCH_TYPE_IMPORT_RUN, flags);
  p[PROP_CREATION] = g_param_spec_object ("creation", NULL, NULL, ORCH_TYPE_CREATION, flags);
  p[PROP_N_HAND_STAFF] = g_param_spec_uint ("n-hand-staff", NULL, NULL, 0, G_MAXUINT, 0, flags);
  p[PROP_N_HAND_SERVICES] = g_param_spec_uint ("n-hand-services", NULL, NULL, 0, G_MAXUINT, 0, flags);
  p[PROP_CONSENT_ADDRESS] = g_param_spec_string ("consent-address", NULL, NULL, NULL, flags);
  p[PROP_SAVED] = g_param_spec_boolean ("saved", NULL, NULL, TRUE, flags);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), PROP_SAVED + 1, p);

  signals[SIGNAL_MISSING_CHANGED] =
      g_signal_new ("missing-changed", ORCH_TYPE_SETUP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
orch_setup_init (OrchSetup *self)
{
  self->saved = TRUE;
  self->runs[ORCH_IMPORT_STAFF] = orch_import_run_new (ORCH_IMPORT_STAFF);
  self->runs[ORCH_IMPORT_SERVICES] = orch_import_run_new (ORCH_IMPORT_SERVICES);
  self->hand[ORCH_IMPORT_STAFF] = g_list_store_new (ORCH_TYPE_STAFF_MEMBER);
  self->hand[ORCH_IMPORT_SERVICES] = g_list_store_new (ORCH_TYPE_SERVICE);
  self->creation = orch_creation_new ();
  self->wanted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

OrchSetup *
orch_setup_new (const OrchSetupParts *parts)
{
  OrchSetup *self = g_object_new (ORCH_TYPE_SETUP, NULL);

  g_set_object (&self->bootstrap, parts->bootstrap);
  self->store = g_object_ref (parts->store);
  self->keyring = g_object_ref (parts->keyring);
  self->session = g_object_ref (parts->session);
  self->access = g_object_ref (parts->access);
  self->pump = g_object_ref (parts->pump);
  for (guint i = 0; i < ORCH_SETUP_N_RUNS; i++)
    self->alerts[i] = orch_import_alert_new (self->runs[i], self->pump);
  g_set_object (&self->training, parts->training);
  g_set_object (&self->browser, parts->browser);
  self->clinic_id = g_strdup (parts->clinic_id);
  self->emr_generation = parts->emr_generation;
  self->providers = orch_provider_list_new (parts->access);
  self->emr = orch_emr_settings_new (parts->keyring, parts->clinic_id);
  self->clinic = orch_clinic_new (&(OrchClinicFields) { .id = parts->clinic_id });
  return self;
}

DexFuture *
orch_setup_load (const OrchSetupParts *parts)
{
  return dex_scheduler_spawn (NULL, 0, load_fiber, orch_setup_new (parts), g_object_unref);
}

DexFuture *
orch_setup_write_prefill (OrchBootstrap *bootstrap, OrchClinic *clinic)
{
  g_autoptr (GVariantDict) dict = g_variant_dict_new (NULL);

  orch_setup_fields_diff (dict, NULL, clinic);
  return orch_bootstrap_save_wizard (bootstrap, orch_clinic_get_id (clinic), ORCH_STEP_CLINIC + 1,
                                     g_variant_dict_end (dict));
}

void
orch_setup_stop (OrchSetup *self)
{
  g_return_if_fail (ORCH_IS_SETUP (self));

  g_clear_handle_id (&self->save_source, g_source_remove);
  orch_setup_stop_authorising (self);
  if (self->providers != NULL)
    orch_provider_list_stop (self->providers);
}

OrchStep
orch_setup_get_step (OrchSetup *self)
{
  g_return_val_if_fail (ORCH_IS_SETUP (self), ORCH_STEP_CLINIC);

  return self->step;
}

void
orch_setup_set_step (OrchSetup *self, OrchStep step)
{
  g_return_if_fail (ORCH_IS_SETUP (self));
  g_return_if_fail (step < ORCH_N_STEPS);

  if (self->step == step)
    return;
  self->step = step;
  self->reached = MAX (self->reached, step);
  if (!orch_setup_is_edit (self))
    {
      g_variant_dict_insert (begin_save (self), "reached", "u", self->reached);
      dex_clear (&self->saving);
      self->saving = write_unsaved (self);
    }
  orch_setup_watch_providers (self);
  orch_setup_notify (self, PROP_STEP);
  orch_setup_missing_changed (self);
}

OrchStep
orch_setup_get_furthest (OrchSetup *self)
{
  g_return_val_if_fail (ORCH_IS_SETUP (self), ORCH_STEP_CLINIC);

  for (guint step = 0; step < ORCH_N_STEPS; step++)
    if (step >= self->reached || !orch_setup_is_complete (self, (OrchStep) step))
      return (OrchStep) step;
  return ORCH_STEP_PATIENTS;
}

OrchMissing
orch_setup_get_missing (OrchSetup *self, OrchStep step)
{
  g_return_val_if_fail (ORCH_IS_SETUP (self), ORCH_MISSING_NOTHING);

  switch (step)
    {
    case ORCH_STEP_CLINIC:
      return orch_clinic_is_identified (self->clinic) ? ORCH_MISSING_NOTHING : ORCH_MISSING_FIELD;
    case ORCH_STEP_EMR:
      return missing_of_emr (self);
    case ORCH_STEP_STAFF:
      return missing_of_import (self, ORCH_IMPORT_STAFF);
    case ORCH_STEP_SERVICES:
      return missing_of_import (self, ORCH_IMPORT_SERVICES);
    case ORCH_STEP_PATIENTS:
      return self->patients_understood ? ORCH_MISSING_NOTHING : ORCH_MISSING_UNDERSTOOD;
    case ORCH_STEP_PROVIDERS: /* may be passed with none */
    default:
      return ORCH_MISSING_NOTHING;
    }
}

gboolean
orch_setup_get_missing_field (OrchSetup *self, OrchClinicField *field, OrchFieldState *state)
{
  g_return_val_if_fail (ORCH_IS_SETUP (self), FALSE);

  for (guint i = 0; i < ORCH_N_CLINIC_FIELDS; i++)
    {
      const OrchFieldState found = orch_clinic_check_field (self->clinic, (OrchClinicField) i);

      if (found == ORCH_FIELD_OK)
        continue;
      *field = (OrchClinicField) i;
      *state = found;
      return TRUE;
    }
  return FALSE;
}

gboolean
orch_setup_is_complete (OrchSetup *self, OrchStep step)
{
  g_return_val_if_fail (ORCH_IS_SETUP (self), FALSE);

  return orch_setup_get_missing (self, step) == ORCH_MISSING_NOTHING;
}

OrchClinic *
orch_setup_get_clinic (OrchSetup *self)
{
  g_return_val_if_fail (ORCH_IS_SETUP (self), NULL);

  return self->clinic;
}

void
orch_setup_set_clinic (OrchSetup *self, OrchClinic *clinic)
{
  g_autoptr (OrchClinic) before = NULL;

  g_return_if_fail (ORCH_IS_SETUP (self));
  g_return_if_fail (ORCH_IS_CLINIC (clinic));

  if (orch_clinic_equal (self->clinic, clinic))
    return;
  before = g_steal_pointer (&self->clinic);
  self->clinic = g_object_ref (clinic);
  if (!orch_setup_is_edit (self))
    orch_setup_fields_diff (begin_save (self), before, clinic);
  orch_setup_notify (self, PROP_CLINIC);
  orch_setup_missing_changed (self);
}

DexFuture *
orch_setup_flush (OrchSetup *self)
{
  g_return_val_if_fail (ORCH_IS_SETUP (self), NULL);

  Flush *flush = g_new0 (Flush, 1);

  flush->setup = g_object_ref (self);
  flush->before = self->saving != NULL ? dex_ref (self->saving) : NULL;
  return dex_scheduler_spawn (NULL, 0, flush_fiber, flush, (GDestroyNotify) flush_free);
}

gboolean
orch_setup_get_patients_understood (OrchSetup *self)
{
  g_return_val_if_fail (ORCH_IS_SETUP (self), FALSE);

  return self->patients_understood;
}

void
orch_setup_set_patients_understood (OrchSetup *self, gboolean understood)
{
  g_return_if_fail (ORCH_IS_SETUP (self));

  if (self->patients_understood == understood)
    return;
  self->patients_understood = understood;
  orch_setup_save (self, "patients-understood", g_variant_new_boolean (understood));
  orch_setup_notify (self, PROP_PATIENTS_UNDERSTOOD);
  orch_setup_missing_changed (self);
}
