/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-template-act.h.
 */
#include "orch-template-act.h"

#include <glib/gi18n.h>

#include "core/orch-clock.h"
#include "core/orch-phone.h"
#include "orch-template-dialog.h"
#include "ui/widgets/orch-alert.h"

/* --- what is known -------------------------------------------------------------------------- */

/* Returns: (transfer full) (nullable) */
static char *
dup_phone (OrchClinic *clinic)
{
  const OrchClinicFields *f = clinic != NULL ? orch_clinic_get_fields (clinic) : NULL;
  g_autofree char *phone = f != NULL && f->phone != NULL ? orch_phone_format (f->phone) : NULL;

  if (phone == NULL || f->extension == NULL)
    return g_steal_pointer (&phone);
  /* translators: a phone number and its extension */
  return g_strdup_printf (_ ("%s ext. %s"), phone, f->extension);
}

static void
on_chosen (GObject *dialog, OrchMessageTemplate *chosen, OrchMessageComposer *composer)
{
  GStrv values = g_object_get_data (dialog, "values");
  const char *known[ORCH_N_TEMPLATE_PLACES] = { NULL };
  g_autofree char *text = NULL;

  for (guint i = 0; i < ORCH_N_TEMPLATE_PLACES; i++)
    known[i] = values[i];
  text = orch_template_fill (orch_message_template_get_fields (chosen)->text, known);
  orch_message_composer_insert (composer, text);
}

/* Returns: (transfer full): in the order of OrchTemplatePlace; an empty one is not known */
static GStrv
list_values (OrchEngine *engine, OrchConversation *conversation, OrchPatient *patient)
{
  OrchClinic *clinic = orch_engine_get_clinic (engine);
  const OrchPatientFields *f = patient != NULL ? orch_patient_get_fields (patient) : NULL;
  const char *professional = orch_conversation_get_fields (conversation)->professional_name;
  g_autoptr (GDateTime) today = orch_clock_now_local ();
  g_autofree char *name = f != NULL ? g_strjoin (" ", f->given != NULL ? f->given : "", f->family, NULL) : NULL;
  g_autofree char *phone = dup_phone (clinic);
  g_autofree char *date = g_date_time_format (today, "%Y-%m-%d");
  const char *values[ORCH_N_TEMPLATE_PLACES + 1] = { NULL };

  values[ORCH_TEMPLATE_PATIENT_GIVEN] = f != NULL ? f->given : NULL;
  values[ORCH_TEMPLATE_PATIENT] = name != NULL ? g_strstrip (name) : NULL;
  values[ORCH_TEMPLATE_PROFESSIONAL] =
      professional != NULL ? professional : orch_session_get_person_name (orch_engine_get_session (engine));
  values[ORCH_TEMPLATE_CLINIC] = clinic != NULL ? orch_clinic_get_fields (clinic)->name : NULL;
  values[ORCH_TEMPLATE_PHONE] = phone;
  values[ORCH_TEMPLATE_DATE] = date;
  values[ORCH_TEMPLATE_SUBJECT] = orch_conversation_get_fields (conversation)->subject;
  for (guint i = 0; i < ORCH_N_TEMPLATE_PLACES; i++)
    if (values[i] == NULL)
      values[i] = "";
  return g_strdupv ((GStrv) values);
}

/* The arguments of a fiber */
typedef struct
{
  /* owned */
  OrchMessageComposer *composer;
  OrchEngine *engine;
  OrchConversation *conversation;
} Call;

static void
call_free (gpointer data)
{
  Call *call = data;

  g_object_unref (call->composer);
  g_object_unref (call->engine);
  g_object_unref (call->conversation);
  g_free (call);
}

static DexFuture *
open_fiber (gpointer data)
{
  Call *call = data;
  const char *id = orch_conversation_get_fields (call->conversation)->patient;
  g_autoptr (OrchPatient) patient =
      id != NULL ? dex_await_object (orch_message_desk_find_patient (orch_engine_get_messages (call->engine), id), NULL)
                 : NULL;
  AdwDialog *dialog = NULL;

  /* The page may have gone, or the lock closed it. */
  if (!gtk_widget_get_mapped (GTK_WIDGET (call->composer)) || orch_engine_get_messages (call->engine) == NULL)
    return NULL;
  dialog = orch_template_dialog_new (orch_engine_get_messages (call->engine),
                                     orch_session_get_permission (orch_engine_get_session (call->engine)));
  g_object_set_data_full (G_OBJECT (dialog), "values", list_values (call->engine, call->conversation, patient),
                          (GDestroyNotify) g_strfreev);
  g_signal_connect_object (dialog, "chosen", G_CALLBACK (on_chosen), call->composer, 0);
  adw_dialog_present (dialog, GTK_WIDGET (call->composer));
  return NULL;
}

void
orch_template_act_open (OrchMessageComposer *composer, OrchEngine *engine, OrchConversation *conversation)
{
  Call *call = NULL;

  g_return_if_fail (ORCH_IS_MESSAGE_COMPOSER (composer) && ORCH_IS_CONVERSATION (conversation));
  g_return_if_fail (ORCH_IS_ENGINE (engine) && orch_engine_get_messages (engine) != NULL);

  call = g_new0 (Call, 1);
  call->composer = g_object_ref (composer);
  call->engine = g_object_ref (engine);
  call->conversation = g_object_ref (conversation);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, open_fiber, call, call_free));
}

/* --- what is still open ----------------------------------------------------------------------- */

typedef struct
{
  OrchMessageComposer *composer; /* (owned) */
  DexPromise *answer;            /* (owned) */
} Ask;

static void
ask_free (gpointer data, GClosure *closure)
{
  Ask *ask = data;

  g_object_unref (ask->composer);
  dex_unref (ask->answer);
  g_free (ask);
}

static void
on_answer (AdwAlertDialog *dialog, const char *response, gpointer data)
{
  Ask *ask = data;
  const gboolean send = g_str_equal (response, "send");

  if (!send)
    orch_message_composer_select_place (ask->composer);
  dex_promise_resolve_boolean (ask->answer, send);
}

gboolean
orch_template_act_has_place (OrchMessageComposer *composer)
{
  g_autofree char *text = NULL;
  g_autofree char *place = NULL;

  g_return_val_if_fail (ORCH_IS_MESSAGE_COMPOSER (composer), FALSE);

  text = orch_message_composer_dup_text (composer);
  place = orch_template_find_place (text, NULL, NULL);
  return place != NULL;
}

DexFuture *
orch_template_act_ask (OrchMessageComposer *composer)
{
  g_autofree char *text = NULL;
  g_autofree char *place = NULL;
  g_autofree char *body = NULL;
  AdwDialog *dialog = NULL;
  Ask *ask = NULL;
  DexPromise *answer = NULL;

  g_return_val_if_fail (ORCH_IS_MESSAGE_COMPOSER (composer), NULL);

  text = orch_message_composer_dup_text (composer);
  place = orch_template_find_place (text, NULL, NULL);
  if (place == NULL)
    return dex_future_new_for_boolean (TRUE);
  answer = dex_promise_new ();
  ask = g_new0 (Ask, 1);
  ask->composer = g_object_ref (composer);
  ask->answer = dex_ref (answer);
  /* translators: %s is a place of a text that nobody filled in: "dose" */
  body = g_strdup_printf (_ ("The message still has “{%s}”: the patient would read it as it is."), place);
  dialog = adw_alert_dialog_new (_ ("Something is still to be filled in"), NULL);
  adw_alert_dialog_set_body (ADW_ALERT_DIALOG (dialog), body);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "fill", _ ("_Fill In"), "send", _ ("_Send As It Is"),
                                  NULL);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "fill");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "fill");
  g_signal_connect_data (dialog, "response", G_CALLBACK (on_answer), ask, ask_free, 0);
  orch_alert_present (dialog, GTK_WIDGET (composer));
  return DEX_FUTURE (answer);
}
