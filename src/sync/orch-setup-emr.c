/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Steps 2 and 3 of the set-up: appointment providers as the hub lists them, the EMR, its connection, the shared key. Main thread.
 */
#include "orch-setup-private.h"

#include <string.h>

#include "core/orch-error.h"
#include "core/orch-shared-key.h"

typedef struct
{
  OrchSetup *setup;
  OrchSecret *secret;
  char *text;
  gboolean as_new; /* shared key: whatever the hub holds */
} Call;

static Call *
call_new (OrchSetup *setup)
{
  Call *call = g_new0 (Call, 1);

  call->setup = g_object_ref (setup);
  return call;
}

static void
call_free (Call *call)
{
  g_clear_object (&call->setup);
  g_clear_pointer (&call->secret, orch_secret_unref);
  g_free (call->text);
  g_free (call);
}

static DexFuture *
spawn (DexFiberFunc fiber, Call *call)
{
  return dex_scheduler_spawn (NULL, 0, fiber, call, (GDestroyNotify) call_free);
}

void
orch_setup_watch_providers (OrchSetup *self)
{
  orch_provider_list_stop (self->providers);
  if (self->step <= ORCH_STEP_PROVIDERS)
    orch_provider_list_watch (self->providers, self->step == ORCH_STEP_PROVIDERS);
}

GListModel *
orch_setup_get_providers (OrchSetup *self)
{
  g_return_val_if_fail (ORCH_IS_SETUP (self), NULL);

  return orch_provider_list_get_model (self->providers);
}

void
orch_setup_tick_provider (OrchSetup *self, const char *code, gboolean ticked)
{
  g_autoptr (OrchClinic) clinic = NULL;
  g_autoptr (GPtrArray) codes = NULL;
  OrchProviderCard *card = NULL;
  OrchClinicFields fields;

  g_return_if_fail (ORCH_IS_SETUP (self));
  g_return_if_fail (code != NULL);

  card = orch_provider_list_find (self->providers, code);
  if (card == NULL || (ticked && !orch_provider_card_get_integrated (card)) ||
      orch_clinic_has_provider (self->clinic, code) == ticked)
    return;

  fields = *orch_clinic_get_fields (self->clinic);
  codes = g_ptr_array_new ();
  for (guint i = 0; fields.providers != NULL && fields.providers[i] != NULL; i++)
    if (!g_str_equal (fields.providers[i], code))
      g_ptr_array_add (codes, (char *) fields.providers[i]);
  if (ticked)
    g_ptr_array_add (codes, (char *) code);
  g_ptr_array_add (codes, NULL);
  fields.providers = (const char *const *) codes->pdata;
  clinic = orch_clinic_new (&fields);
  orch_setup_set_clinic (self, clinic);
  orch_provider_list_show_ticks (self->providers, clinic);
}

static gboolean
is_connectable (const char *code)
{
  OrchEmrVendor *vendor = orch_catalogue_find_vendor (orch_catalogue_get_default (), code);

  return vendor != NULL && orch_emr_vendor_is_connectable (vendor);
}

OrchConnectionState
orch_setup_get_connection_of (OrchEmrSettings *emr)
{
  const char *code = emr != NULL ? orch_emr_settings_get_vendor (emr) : NULL;

  if (code == NULL || g_str_equal (code, ORCH_EMR_VENDOR_NONE))
    return ORCH_CONNECTION_NONE;
  return orch_emr_settings_is_connectable (emr) ? ORCH_CONNECTION_UNTESTED : ORCH_CONNECTION_TO_SET_UP;
}

static void
save_settings (OrchSetup *self)
{
  g_autofree char *text = orch_emr_settings_to_text (self->emr);

  orch_setup_save (self, "emr-settings", g_variant_new_string (text));
}

void
orch_setup_set_connection (OrchSetup *self, OrchConnectionState connection)
{
  if (self->connection == connection)
    return;
  self->connection = connection;
  orch_setup_save (self, "connection", g_variant_new_int32 (connection));
  orch_setup_notify (self, PROP_CONNECTION);
  orch_setup_missing_changed (self);
}

static DexFuture *
load_training_emr_fiber (gpointer data)
{
  Call *call = data;
  OrchSetup *self = call->setup;
  GError *error = NULL;

  g_clear_pointer (&self->training_emr, g_hash_table_unref);
  self->training_emr = dex_await_boxed (orch_training_dup_emr (self->training), &error);
  if (self->training_emr == NULL)
    return dex_future_new_for_error (error);
  return dex_future_new_for_boolean (TRUE);
}

DexFuture *
orch_setup_load_training_emr (OrchSetup *self)
{
  return spawn (load_training_emr_fiber, call_new (self));
}

/* In training the form is filled with the training EMR's own details, as this vendor has them. Returns: (nullable) */
static const char *
get_training (OrchSetup *self, OrchFormField *field)
{
  g_autofree char *key = g_strdup_printf ("%s/%s", orch_setup_get_emr (self), orch_form_field_get_id (field));

  return self->training_emr != NULL ? g_hash_table_lookup (self->training_emr, key) : NULL;
}

static GListModel *
get_fields (OrchSetup *self)
{
  OrchEmrVendor *vendor = orch_catalogue_find_vendor (orch_catalogue_get_default (), orch_setup_get_emr (self));

  return vendor != NULL ? orch_emr_vendor_get_fields (vendor) : NULL;
}

/* Secrets go the way of those that are typed: to the keyring alone. */
static DexFuture *
fill_secrets_fiber (gpointer data)
{
  Call *call = data;
  OrchSetup *self = call->setup;
  GListModel *fields = get_fields (self);
  GError *error = NULL;

  for (guint i = 0; fields != NULL && i < g_list_model_get_n_items (fields); i++)
    {
      g_autoptr (OrchFormField) field = g_list_model_get_item (fields, i);
      const char *text = get_training (self, field);
      g_autoptr (OrchSecret) secret = text != NULL ? orch_secret_new (text, strlen (text)) : NULL;

      if (orch_form_field_is_secret (field) && secret != NULL &&
          !dex_await (orch_emr_settings_set_secret (self->emr, orch_form_field_get_id (field), secret), &error))
        return dex_future_new_for_error (error);
    }
  orch_setup_notify (self, PROP_EMR);
  orch_setup_missing_changed (self);
  return dex_future_new_for_boolean (TRUE);
}

static void
fill_training (OrchSetup *self)
{
  GListModel *fields = get_fields (self);

  for (guint i = 0; fields != NULL && i < g_list_model_get_n_items (fields); i++)
    {
      g_autoptr (OrchFormField) field = g_list_model_get_item (fields, i);
      const char *text = get_training (self, field);

      if (text != NULL && !orch_form_field_is_secret (field))
        orch_emr_settings_set_value (self->emr, orch_form_field_get_id (field), text);
    }
  dex_clear (&self->filling);
  self->filling = spawn (fill_secrets_fiber, call_new (self));
}

const char *
orch_setup_get_emr (OrchSetup *self)
{
  g_return_val_if_fail (ORCH_IS_SETUP (self), NULL);

  return orch_clinic_get_fields (self->clinic)->emr_vendor;
}

gboolean
orch_setup_is_emr_locked (OrchSetup *self)
{
  g_return_val_if_fail (ORCH_IS_SETUP (self), FALSE);

  return orch_clinic_get_fields (self->clinic)->hub_emr_vendor != NULL;
}

/* An EMR that the hub knew at the activation was never chosen here: its connection begins like that of a choice. */
void
orch_setup_begin_emr (OrchSetup *self)
{
  const char *code = orch_setup_get_emr (self);

  if (self->connection != ORCH_CONNECTION_NONE || orch_setup_get_connection_of (self->emr) == ORCH_CONNECTION_NONE)
    return;
  if (self->training_emr != NULL && is_connectable (code))
    fill_training (self);
  save_settings (self);
  orch_setup_set_connection (self, orch_setup_get_connection_of (self->emr));
}

gboolean
orch_setup_choose_emr (OrchSetup *self, const char *code)
{
  g_autoptr (OrchClinic) clinic = NULL;
  OrchClinicFields fields;

  g_return_val_if_fail (ORCH_IS_SETUP (self), FALSE);
  g_return_val_if_fail (code != NULL, FALSE);

  fields = *orch_clinic_get_fields (self->clinic);
  if (fields.hub_emr_vendor != NULL && !g_str_equal (fields.hub_emr_vendor, code))
    return FALSE;
  if (g_strcmp0 (fields.emr_vendor, code) == 0)
    return TRUE;

  orch_setup_stop_authorising (self);
  fields.emr_vendor = code;
  clinic = orch_clinic_new (&fields);
  orch_setup_set_clinic (self, clinic);
  orch_emr_settings_set_vendor (self->emr, code);
  if (self->training_emr != NULL && is_connectable (code))
    fill_training (self);
  save_settings (self);
  orch_setup_set_connection (self, orch_setup_get_connection_of (self->emr));
  orch_setup_notify (self, PROP_EMR);
  orch_setup_missing_changed (self);
  return TRUE;
}

DexFuture *
orch_setup_keep_wanted (OrchSetup *self)
{
  const OrchActor *actor = orch_session_get_actor (self->session);
  g_autofree char **wanted = (char **) g_hash_table_get_keys_as_array (self->wanted, NULL);
  g_autofree char *text = g_strjoinv ("\n", wanted);

  if (actor == NULL || text[0] == '\0')
    return dex_future_new_for_boolean (TRUE);
  return orch_store_set_setting (self->store, actor, "emr-wanted", text, FALSE);
}

static DexFuture *
send_emr_alert_fiber (gpointer data)
{
  Call *call = data;
  OrchSetup *self = call->setup;
  const OrchActor *actor = orch_session_get_actor (self->session);
  const char *expected = orch_clinic_get_fields (self->clinic)->hub_emr_vendor;
  g_autofree char *id = g_uuid_string_random ();
  g_autofree const char **wanted = NULL;
  GError *error = NULL;

  if (actor == NULL)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_SIGN_IN_AGAIN, "Nobody is signed in");
  if (!g_hash_table_add (self->wanted, g_strdup (call->text)))
    return dex_future_new_for_boolean (TRUE);
  if (!dex_await (orch_outbox_pump_send_alert (self->pump, actor,
                                               &(OrchHubAlert) {
                                                   .id = id,
                                                   .reason = "emr-mismatch",
                                                   .description =
                                                       "The clinic uses another EMR than the hub has on record.",
                                                   .emr_expected = expected,
                                                   .emr_wanted = call->text,
                                                   .step = "emr",
                                               }),
                  &error))
    {
      g_hash_table_remove (self->wanted, call->text);
      return dex_future_new_for_error (error);
    }
  wanted = (const char **) g_hash_table_get_keys_as_array (self->wanted, NULL);
  orch_setup_save (self, "emr-wanted", g_variant_new_strv (wanted, -1));
  if (orch_setup_is_edit (self) && !dex_await (orch_setup_keep_wanted (self), &error))
    return dex_future_new_for_error (error);
  return dex_future_new_for_boolean (TRUE);
}

DexFuture *
orch_setup_send_emr_alert (OrchSetup *self, const char *wanted)
{
  g_return_val_if_fail (ORCH_IS_SETUP (self), NULL);
  g_return_val_if_fail (wanted != NULL, NULL);

  Call *call = call_new (self);

  call->text = g_strdup (wanted);
  return spawn (send_emr_alert_fiber, call);
}

OrchConnectionState
orch_setup_get_connection (OrchSetup *self)
{
  g_return_val_if_fail (ORCH_IS_SETUP (self), ORCH_CONNECTION_NONE);

  return self->connection;
}

const char *
orch_setup_get_emr_server (OrchSetup *self)
{
  g_return_val_if_fail (ORCH_IS_SETUP (self), NULL);

  return orch_emr_settings_get_server (self->emr);
}

gboolean
orch_setup_has_shared_key (OrchSetup *self)
{
  g_return_val_if_fail (ORCH_IS_SETUP (self), FALSE);

  return self->has_shared_key;
}

static DexFuture *
set_shared_key_fiber (gpointer data)
{
  Call *call = data;
  OrchSetup *self = call->setup;
  GError *error = NULL;

  /* Another workstation may have made the clinic's key. One that had a key may make another; one that never had it may not by accident. */
  if (orch_setup_is_edit (self) && !call->as_new && !orch_setup_await_adopt (self, call->secret, &error) &&
      error != NULL)
    {
      if (!self->has_shared_key)
        return dex_future_new_for_error (error);
      g_clear_error (&error);
    }
  if (!dex_await (orch_keyring_store (self->keyring, ORCH_SECRET_SHARED_KEY, self->clinic_id, NULL,
                                      "Orchestrateur: shared encryption key", call->secret, NULL),
                  &error))
    return dex_future_new_for_error (error);
  self->has_shared_key = TRUE;
  orch_setup_notify (self, PROP_HAS_SHARED_KEY);
  orch_setup_missing_changed (self);
  return dex_future_new_for_boolean (TRUE);
}

static DexFuture *
set_shared_key (OrchSetup *self, OrchSecret *key, gboolean as_new)
{
  if (orch_shared_key_check (orch_secret_get_text (key)) != ORCH_SHARED_KEY_OK)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_INVALID, "The shared key does not meet the policy");

  Call *call = call_new (self);

  call->secret = orch_secret_ref (key);
  call->as_new = as_new;
  return spawn (set_shared_key_fiber, call);
}

DexFuture *
orch_setup_set_shared_key (OrchSetup *self, OrchSecret *key)
{
  g_return_val_if_fail (ORCH_IS_SETUP (self), NULL);
  g_return_val_if_fail (key != NULL, NULL);

  return set_shared_key (self, key, FALSE);
}

DexFuture *
orch_setup_make_shared_key (OrchSetup *self, OrchSecret *key)
{
  g_return_val_if_fail (ORCH_IS_SETUP (self), NULL);
  g_return_val_if_fail (key != NULL, NULL);

  return set_shared_key (self, key, TRUE);
}

const char *
orch_setup_get_emr_value (OrchSetup *self, const char *field_id)
{
  g_return_val_if_fail (ORCH_IS_SETUP (self), NULL);

  return orch_emr_settings_get_value (self->emr, field_id);
}

void
orch_setup_forget_test (OrchSetup *self)
{
  g_return_if_fail (ORCH_IS_SETUP (self));

  self->advice = ORCH_EMR_ADVICE_NONE;
  orch_emr_settings_set_server (self->emr, NULL);
  if (self->connection == ORCH_CONNECTION_TESTED)
    orch_setup_set_connection (self, ORCH_CONNECTION_UNTESTED);
}

void
orch_setup_set_emr_value (OrchSetup *self, const char *field_id, const char *value)
{
  g_return_if_fail (ORCH_IS_SETUP (self));
  g_return_if_fail (field_id != NULL);

  const char *before = orch_emr_settings_get_value (self->emr, field_id);

  if (g_strcmp0 (before != NULL ? before : "", value != NULL ? value : "") == 0)
    return;
  orch_emr_settings_set_value (self->emr, field_id, value);
  orch_setup_forget_test (self);
  /* Another way to connect, or none for now. */
  if ((orch_setup_get_connection_of (self->emr) == ORCH_CONNECTION_TO_SET_UP) !=
      (self->connection == ORCH_CONNECTION_TO_SET_UP))
    orch_setup_set_connection (self, orch_setup_get_connection_of (self->emr));
  save_settings (self);
  orch_setup_missing_changed (self);
}

gboolean
orch_setup_has_emr_secret (OrchSetup *self, const char *field_id)
{
  g_return_val_if_fail (ORCH_IS_SETUP (self), FALSE);

  return orch_emr_settings_has_secret (self->emr, field_id);
}

static DexFuture *
set_emr_secret_fiber (gpointer data)
{
  Call *call = data;
  OrchSetup *self = call->setup;
  GError *error = NULL;

  if (!dex_await (orch_emr_settings_set_secret (self->emr, call->text, call->secret), &error))
    return dex_future_new_for_error (error);
  orch_setup_forget_test (self);
  orch_setup_missing_changed (self);
  return dex_future_new_for_boolean (TRUE);
}

DexFuture *
orch_setup_set_emr_secret (OrchSetup *self, const char *field_id, OrchSecret *secret)
{
  g_return_val_if_fail (ORCH_IS_SETUP (self), NULL);
  g_return_val_if_fail (field_id != NULL && secret != NULL, NULL);

  Call *call = call_new (self);

  call->text = g_strdup (field_id);
  call->secret = orch_secret_ref (secret);
  return spawn (set_emr_secret_fiber, call);
}

static OrchError
code_of_diagnosis (OrchEmrDiagnosis diagnosis)
{
  switch (diagnosis)
    {
    case ORCH_EMR_NO_ANSWER:
      return ORCH_ERROR_OFFLINE;
    case ORCH_EMR_UNTRUSTED:
      return ORCH_ERROR_UNTRUSTED;
    case ORCH_EMR_NOT_FHIR:
    case ORCH_EMR_NOT_THERE:
    case ORCH_EMR_NO_API:
      return ORCH_ERROR_NOT_FOUND;
    case ORCH_EMR_WRONG_VERSION:
    case ORCH_EMR_MISSING_TYPE:
    case ORCH_EMR_NO_REST:
      return ORCH_ERROR_UNSUPPORTED;
    case ORCH_EMR_BAD_CREDENTIALS:
    case ORCH_EMR_NO_PERMISSION:
    case ORCH_EMR_BEHIND_PROXY:
    case ORCH_EMR_EXPLAINED:
    case ORCH_EMR_NOBODY:
      return ORCH_ERROR_REFUSED;
    case ORCH_EMR_NOT_AUTHORISED:
      return ORCH_ERROR_SIGN_IN_AGAIN;
    case ORCH_EMR_WRONG_CLOCK:
      return ORCH_ERROR_WRONG_CLOCK;
    case ORCH_EMR_THROTTLED:
      return ORCH_ERROR_THROTTLED;
    case ORCH_EMR_FAULT:
      return ORCH_ERROR_SERVER_FAULT;
    case ORCH_EMR_BAD_ADDRESS:
    case ORCH_EMR_INCOMPLETE:
    case ORCH_EMR_OK:
    case ORCH_EMR_CLOCK_SKEW:
    case ORCH_EMR_OTHER_USER:
    default:
      return ORCH_ERROR_INVALID;
    }
}

static DexFuture *
test_connection_fiber (gpointer data)
{
  Call *call = data;
  OrchSetup *self = call->setup;
  g_autoptr (OrchEmr) emr = NULL;
  g_autoptr (OrchEmrReport) report = NULL;
  g_autofree char *before = orch_emr_settings_to_text (self->emr);
  g_autofree char *after = NULL;
  OrchFormField *wrong = NULL;
  GError *error = NULL;

  if (self->filling != NULL)
    dex_await (dex_ref (self->filling), NULL);
  wrong = orch_emr_settings_find_wrong_field (self->emr);
  if (wrong != NULL)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_INVALID, "%s", orch_form_field_get_label (wrong, NULL));
  emr = orch_emr_settings_new_emr (self->emr, &error);
  if (emr == NULL)
    return dex_future_new_for_error (error);
  report = dex_await_object (orch_emr_test_connection (emr), &error);
  if (report == NULL)
    return dex_future_new_for_error (error);
  if (!orch_emr_report_works (report))
    {
      const GError *why = orch_emr_report_get_error (report);
      const char *detail = orch_emr_report_get_detail (report);

      orch_setup_forget_test (self);
      orch_setup_take_report (self, emr, report);
      /* What is said of a file is said as it is. */
      if (g_error_matches (why, ORCH_ERROR, ORCH_ERROR_FILE))
        return dex_future_new_for_error (g_error_copy (why));
      return dex_future_new_reject (ORCH_ERROR, code_of_diagnosis (orch_emr_report_get_diagnosis (report)), "%s",
                                    why != NULL      ? why->message
                                    : detail != NULL ? detail
                                                     : "");
    }

  after = orch_emr_settings_to_text (self->emr);
  if (!g_str_equal (before, after))
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_CANCELLED, "The connection was changed during the test");
  orch_emr_settings_set_server (self->emr, orch_emr_report_get_server (report));
  orch_setup_take_report (self, emr, report);
  save_settings (self);
  orch_setup_set_connection (self, ORCH_CONNECTION_TESTED);
  return dex_future_new_for_boolean (TRUE);
}

DexFuture *
orch_setup_test_connection (OrchSetup *self)
{
  g_return_val_if_fail (ORCH_IS_SETUP (self), NULL);

  return spawn (test_connection_fiber, call_new (self));
}
