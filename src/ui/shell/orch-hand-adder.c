/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-hand-adder.h.
 */
#include "orch-hand-adder.h"

#include <glib/gi18n-lib.h>

#include "core/orch-error.h"
#include "sync/orch-typed-row.h"
#include "ui/orch-error-text.h"
#include "ui/widgets/orch-alert.h"
#include "ui/widgets/orch-announce.h"
#include "ui/wizard/orch-csv-dialog.h"
#include "ui/wizard/orch-csv-opener.h"

#define REFUSED_SHOWN 8

static DexFuture *
keep (GObject *object, gpointer engine)
{
  return orch_typed_row_add (engine, object);
}

/* What was typed of a person does not outlive the lock. */
static void
on_session (OrchSession *session, GParamSpec *pspec, AdwDialog *dialog)
{
  if (orch_session_is_locked (session) || !orch_session_is_signed_in (session))
    adw_dialog_force_close (dialog);
}

gboolean
orch_hand_adder_is_offered (OrchEngine *engine, OrchImportKind kind)
{
  g_return_val_if_fail (ORCH_IS_ENGINE (engine), FALSE);

  return orch_engine_get_state (engine) == ORCH_ENGINE_READY && orch_engine_is_by_hand (engine) &&
         orch_session_allows (orch_engine_get_session (engine),
                              kind == ORCH_IMPORT_STAFF ? ORCH_ACT_EDIT_STAFF_ROLES : ORCH_ACT_EDIT_SERVICES);
}

OrchHandDialog *
orch_hand_adder_open (OrchEngine *engine, OrchImportKind kind, GtkWidget *parent)
{
  OrchHandDialog *dialog = NULL;

  g_return_val_if_fail (ORCH_IS_ENGINE (engine), NULL);
  g_return_val_if_fail (GTK_IS_WIDGET (parent), NULL);

  dialog = orch_hand_dialog_new (kind, NULL);
  orch_hand_dialog_set_keep (dialog, keep, g_object_ref (engine), g_object_unref);
  g_signal_connect_object (orch_engine_get_session (engine), "notify", G_CALLBACK (on_session), dialog,
                           G_CONNECT_DEFAULT);
  adw_dialog_present (ADW_DIALOG (dialog), parent);
  return dialog;
}

/* --- from a file ---------------------------------------------------------------------------- */

typedef struct
{
  OrchEngine *engine;
  GtkWidget *parent;
  GFile *file; /* (nullable): asked for */
  OrchImportKind kind;
} Adding;

static void
adding_free (Adding *self)
{
  g_object_unref (self->engine);
  g_object_unref (self->parent);
  g_clear_object (&self->file);
  g_free (self);
}

static void
on_accepted (OrchCsvDialog *dialog, GPtrArray *objects, DexPromise *accepted)
{
  GValue value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_PTR_ARRAY);
  g_value_set_boxed (&value, objects);
  if (dex_future_is_pending (DEX_FUTURE (accepted)))
    dex_promise_resolve (accepted, &value);
  g_value_unset (&value);
}

static void
on_closed (OrchCsvDialog *dialog, DexPromise *accepted)
{
  if (dex_future_is_pending (DEX_FUTURE (accepted)))
    dex_promise_reject (accepted, g_error_new_literal (ORCH_ERROR, ORCH_ERROR_CANCELLED, "The rows were left"));
}

/* Returns: (transfer full): a future of the rows */
static DexFuture *
show_rows (Adding *self, OrchCsvImport *import)
{
  OrchCsvDialog *dialog = orch_csv_dialog_new (import, self->kind);
  DexPromise *accepted = dex_promise_new ();

  g_signal_connect_data (dialog, "accepted", G_CALLBACK (on_accepted), dex_ref (accepted),
                         (GClosureNotify) (GCallback) dex_unref, G_CONNECT_DEFAULT);
  g_signal_connect_data (dialog, "closed", G_CALLBACK (on_closed), dex_ref (accepted),
                         (GClosureNotify) (GCallback) dex_unref, G_CONNECT_DEFAULT);
  g_signal_connect_object (orch_engine_get_session (self->engine), "notify", G_CALLBACK (on_session), dialog,
                           G_CONNECT_DEFAULT);
  adw_dialog_present (ADW_DIALOG (dialog), self->parent);
  return DEX_FUTURE (accepted);
}

static void
alert (Adding *self, const char *heading, const char *body)
{
  AdwDialog *dialog = adw_alert_dialog_new (heading, body);

  adw_alert_dialog_add_response (ADW_ALERT_DIALOG (dialog), "close", _ ("_Close"));
  g_signal_connect_object (orch_engine_get_session (self->engine), "notify", G_CALLBACK (on_session), dialog,
                           G_CONNECT_DEFAULT);
  orch_alert_present (dialog, self->parent);
}

/* How many of @total were added; and which were not, the first of them by name. Those that were not tried are among the others. */
static void
tell (Adding *self, guint n, guint total, GPtrArray *refused)
{
  const guint left = total - n;
  const guint shown = MIN (refused->len, REFUSED_SHOWN);
  g_autofree char *added = g_strdup_printf (
      /* translators: how many people or services of a file were added */
      ngettext ("%'u row of the file was added.", "%'u rows of the file were added.", n), n);
  g_autoptr (GString) body = g_string_new (added);
  g_autofree char *heading = NULL;

  if (refused->len == 0)
    {
      orch_announce (self->parent, added);
      return;
    }
  for (guint i = 0; i < shown; i++)
    g_string_append_printf (body, "\n\n%s", (const char *) g_ptr_array_index (refused, i));
  if (left > shown)
    {
      const guint more = left - shown;

      g_string_append (body, "\n\n");
      /* translators: how many rows of a file are not named above */
      g_string_append_printf (body, ngettext ("And %'u other.", "And %'u others.", more), more);
    }
  /* translators: how many rows of a file were not added */
  heading = g_strdup_printf (ngettext ("%'u Row Was Not Added", "%'u Rows Were Not Added", left), left);
  alert (self, heading, body->str);
}

/* @error: why @row was not added. Returns: (transfer full) */
static char *
dup_refusal (GObject *row, const GError *error)
{
  /* What is wrong with the row itself is said in a sentence already. */
  g_autofree char *reason =
      g_error_matches (error, ORCH_ERROR, ORCH_ERROR_INVALID) ? g_strdup (error->message) : orch_error_text_dup (error);

  /* translators: the name of a person or service, then why it was not added */
  return g_strdup_printf (_ ("%s: %s"),
                          ORCH_IS_SERVICE (row) ? orch_service_get_display_name (ORCH_SERVICE (row))
                                                : orch_staff_member_get_display_name (ORCH_STAFF_MEMBER (row)),
                          reason);
}

/* Awaits. Returns: how many were added; the others are told in @refused */
static guint
add_rows (Adding *self, GPtrArray *rows, GPtrArray *refused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) faults = dex_await_boxed (orch_typed_rows_add (self->engine, rows), &error);
  guint n = 0;

  if (faults == NULL)
    {
      g_ptr_array_add (refused, orch_error_text_dup (error));
      return 0;
    }
  for (guint i = 0; i < faults->len; i++)
    if (faults->pdata[i] != NULL)
      g_ptr_array_add (refused, dup_refusal (rows->pdata[i], faults->pdata[i]));
    else
      n++;
  return n;
}

static DexFuture *
add_file_fiber (gpointer data)
{
  Adding *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (OrchCsvImport) import = dex_await_object (self->file != NULL ? orch_csv_read (self->file, self->kind)
                                                                          : orch_csv_open (self->parent, self->kind),
                                                       &error);
  g_autoptr (GPtrArray) refused = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) rows = NULL;
  guint n = 0;

  /* Whatever came between: the lock, or somebody else. */
  if (!orch_hand_adder_is_offered (self->engine, self->kind))
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_CANCELLED, "It is no longer offered");
  if (import == NULL && !g_error_matches (error, ORCH_ERROR, ORCH_ERROR_CANCELLED))
    alert (self, _ ("Nothing Was Added"), error->message);
  if (import != NULL)
    rows = dex_await_boxed (show_rows (self, import), &error);
  if (rows == NULL)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_CANCELLED, "Nothing to add");
  n = add_rows (self, rows, refused);
  tell (self, n, rows->len, refused);
  return dex_future_new_for_uint (n);
}

DexFuture *
orch_hand_adder_add_file (OrchEngine *engine, OrchImportKind kind, GtkWidget *parent, GFile *file)
{
  Adding *self = NULL;

  g_return_val_if_fail (ORCH_IS_ENGINE (engine), NULL);
  g_return_val_if_fail (GTK_IS_WIDGET (parent), NULL);
  g_return_val_if_fail (file == NULL || G_IS_FILE (file), NULL);

  self = g_new0 (Adding, 1);
  self->engine = g_object_ref (engine);
  self->parent = g_object_ref (parent);
  self->file = file != NULL ? g_object_ref (file) : NULL;
  self->kind = kind;
  return dex_scheduler_spawn (NULL, 0, add_file_fiber, self, (GDestroyNotify) adding_free);
}

DexFuture *
orch_hand_adder_open_file (OrchEngine *engine, OrchImportKind kind, GtkWidget *parent)
{
  return orch_hand_adder_add_file (engine, kind, parent, NULL);
}
