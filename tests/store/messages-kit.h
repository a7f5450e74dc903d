/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What the tests of conversations share: a clinic with two patients who have an account, messages that leave and that come down.
 */
#pragma once

#include "store-kit.h"
#include "store/orch-store-messages.h"
#include "store/orch-store-portal.h"

static const OrchActor kit_colleague G_GNUC_UNUSED = { "Practitioner/9", ORCH_PERMISSION_PROFESSIONAL,
                                                       "workstation-1" };

#define PATIENT_A "11111111-0000-4000-8000-00000000000a"
#define PATIENT_B "11111111-0000-4000-8000-00000000000b"

static inline void
kit_add_patient (Kit *kit, const char *id, const char *emr_id, const char *family)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  OrchPatientFields fields = {
    .id = id, .emr_id = emr_id, .family = family, .given = "Luc", .nam = "GAGL80010112", .birth_date = "1980-01-01"
  };

  g_ptr_array_add (rows, orch_patient_new (&fields));
  kit_ok (orch_store_write_schedule_page (kit->store, &kit_workstation, ORCH_STORE_PATIENTS, rows, NULL, NULL, 1));
}

/* The account of a patient, as the hub has it now */
static inline void
kit_put_account (Kit *kit, const char *patient, gboolean active, gboolean made)
{
  g_autoptr (GPtrArray) accounts = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *hub_id = g_strconcat ("person-", patient, NULL);
  static guint version = 0;
  g_autofree char *text = g_strdup_printf ("%u", ++version);
  OrchPortalAccountFields fields = {
    .patient_id = patient, .hub_id = hub_id, .hub_version = text, .active = active, .validated = TRUE, .made = made
  };

  g_ptr_array_add (accounts, orch_portal_account_new (&fields));
  kit_ok (orch_store_apply_hub_accounts (kit->store, &kit_workstation, accounts));
}

static inline void
kit_set_up_messages (Kit *kit, gconstpointer data)
{
  OrchClinicFields fields = { .id = "77777777-0000-4000-8000-000000000001", .name = "Clinique" };
  g_autoptr (OrchClinic) clinic = orch_clinic_new (&fields);

  kit_set_up (kit, data);
  kit_ok (orch_store_save_clinic (kit->store, &kit_admin, clinic, FALSE));
  kit_add_patient (kit, PATIENT_A, "P-1", "Gagnon");
  kit_add_patient (kit, PATIENT_B, "P-2", "Bélanger");
  kit_put_account (kit, PATIENT_A, TRUE, TRUE);
  kit_put_account (kit, PATIENT_B, TRUE, TRUE);
}

static inline OrchConversation *
kit_conversation (const char *id, const char *patient, const char *subject)
{
  OrchConversationFields fields = {
    .id = id,
    .patient = patient,
    .subject = subject,
    .professional = kit_professional.id,
    .professional_name = "Dre Roy",
  };
  return orch_conversation_new (&fields);
}

static inline OrchMessage *
kit_message (const char *id, const char *text)
{
  OrchMessageFields fields = { .id = id, .text = text, .sender_name = "Dre Roy" };

  return orch_message_new (&fields);
}

static inline void
kit_send (Kit *kit, const OrchActor *actor, const char *conversation, const char *patient, const char *subject,
          const char *id, const char *text)
{
  g_autoptr (OrchConversation) c = kit_conversation (conversation, patient, subject);
  g_autoptr (OrchMessage) m = kit_message (id, text);

  kit_ok (orch_store_send_message (kit->store, actor, c, m, ORCH_AGE_LIMIT_DEFAULT));
}

static inline DexFuture *
kit_assign (OrchStore *store, const OrchActor *actor, const char *id, const char *assignee, const char *name)
{
  const OrchHandOver what = { .event = ORCH_NOTE_ASSIGNED, .about = assignee, .about_name = name };

  return orch_store_hand_over (store, actor, id, &what);
}

static inline OrchConversation *
kit_find_conversation (Kit *kit, const char *id)
{
  return kit_object (orch_store_find_conversation (kit->store, &kit_professional, id));
}

static inline void
kit_apply_message (Kit *kit, GObject *record, const char *version, guint expected)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);
  const char *versions[] = { version, NULL };
  g_autoptr (DexFuture) future = NULL;

  g_ptr_array_add (records, record);
  future = orch_store_apply_hub_messages (kit->store, &kit_workstation, records, versions);
  g_assert_cmpuint (g_value_get_uint (kit_wait (future, NULL)), ==, expected);
}

static inline GObject *
kit_hub_message (const char *hub_id, const char *conversation, gint64 sent, const char *text)
{
  g_autofree char *id = g_strconcat ("id-of-", hub_id, NULL);
  OrchMessageFields fields = {
    .id = id, .hub_id = hub_id, .conversation_hub_id = conversation, .from_patient = TRUE, .sent_us = sent, .text = text
  };

  return G_OBJECT (orch_message_new (&fields));
}
