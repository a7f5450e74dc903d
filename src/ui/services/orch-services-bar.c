/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-services-bar.h. An act: the rows selected are read, asked about when it matters, handed to the desk, and told.
 */
#include "orch-services-bar.h"

#include <glib/gi18n.h>

#include "orch-result-toast.h"
#include "orch-row-reader.h"
#include "orch-types-alert.h"
#include "sync/orch-service-desk.h"
#include "ui/orch-error-text.h"
#include "ui/orch-ui.h"
#include "ui/widgets/orch-alert.h"
#include "ui/widgets/orch-menu-names.h"
#include "ui/widgets/orch-plain-text.h"

struct _OrchServicesBar
{
  AdwBin parent_instance;

  /* owned */
  OrchEngine *engine;
  OrchServiceNames *names;
  GtkSelectionModel *selection;

  AdwToastOverlay *toasts; /* (not owned) */
  gboolean active_tab;
  gboolean narrow;
  gboolean busy;

  /* template children */
  GtkRevealer *revealer;
  GtkWidget *reason;
  GtkLabel *count;
  GtkWidget *activate_button;
  GtkWidget *deactivate_button;
};

enum
{
  PROP_NARROW = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (OrchServicesBar, orch_services_bar, ADW_TYPE_BIN)

/* One act on its way: what is asked of the desk. */
typedef struct
{
  /* owned */
  OrchServicesBar *bar;
  GPtrArray *services; /* (nullable) OrchService: once read */
  GStrv types;         /* (nullable) */

  OrchServiceEvent event;
  guint n_chosen; /* rows, when it was begun */
} Act;

static void
act_free (gpointer data)
{
  Act *act = data;

  g_object_unref (act->bar);
  g_clear_pointer (&act->services, g_ptr_array_unref);
  g_strfreev (act->types);
  g_free (act);
}

static Act *
act_new (OrchServicesBar *self, OrchServiceEvent event)
{
  Act *act = g_new0 (Act, 1);

  act->bar = g_object_ref (self);
  act->event = event;
  return act;
}

static void
show (OrchServicesBar *self)
{
  static const char *const actions[] = { "bar.activate", "bar.deactivate", "bar.exclude", "bar.include",
                                         "bar.set-types" };
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (self->selection);
  const guint n = (guint) gtk_bitset_get_size (selected);
  const gboolean may = orch_session_allows (orch_engine_get_session (self->engine), ORCH_ACT_EDIT_SERVICES);
  /* translators: %u is how many services are selected */
  g_autofree char *text = g_strdup_printf (ngettext ("%'u selected", "%'u selected", n), n);

  gtk_label_set_label (self->count, text);
  gtk_revealer_set_reveal_child (self->revealer, n > 0);
  gtk_widget_set_visible (GTK_WIDGET (self), n > 0);
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), actions[i], may && n > 0 && !self->busy);
  gtk_widget_set_visible (self->activate_button, !self->active_tab);
  gtk_widget_set_visible (self->deactivate_button, self->active_tab);
  gtk_widget_set_visible (self->reason, !may);
}

static char *
dup_done (OrchServiceEvent event, guint n)
{
  const char *sentence = NULL;

  switch (event)
    {
    case ORCH_SERVICE_ACTIVATE:
      /* translators: %u is how many services */
      sentence = ngettext ("%'u service activated", "%'u services activated", n);
      break;
    case ORCH_SERVICE_DEACTIVATE:
      /* translators: %u is how many services */
      sentence = ngettext ("%'u service deactivated", "%'u services deactivated", n);
      break;
    case ORCH_SERVICE_EXCLUDE:
      /* translators: %u is how many services */
      sentence = ngettext ("%'u service excluded", "%'u services excluded", n);
      break;
    case ORCH_SERVICE_INCLUDE:
      /* translators: %u is how many services */
      sentence = ngettext ("%'u service included", "%'u services included", n);
      break;
    case ORCH_SERVICE_SET_TYPES:
    case ORCH_SERVICE_APPOINTMENTS_SEEN:
    case ORCH_SERVICE_VANISHED:
    case ORCH_SERVICE_SEEN_AGAIN:
    default:
      /* translators: %u is how many services */
      sentence = ngettext ("Types set for %'u service", "Types set for %'u services", n);
    }
  return g_strdup_printf (sentence, n);
}

static void
on_alert_gone (gpointer data, GClosure *closure)
{
  act_free (data);
}

static DexFuture *
on_done (DexFuture *future, gpointer data)
{
  Act *act = data;
  OrchServicesBar *self = act->bar;
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);
  OrchDeskResult *result = NULL;
  g_autofree char *text = NULL;

  self->busy = FALSE;
  if (self->engine == NULL)
    return NULL;
  show (self);
  if (value == NULL)
    {
      orch_plain_tell_error (self->toasts, error);
      return NULL;
    }
  result = g_value_get_object (value);
  text = dup_done (act->event, orch_desk_result_get_n_done (result));
  orch_result_toast_tell (self->toasts, self->engine, result, text);
  gtk_selection_model_unselect_all (self->selection);
  return NULL;
}

static GPtrArray *
list_ids (Act *act)
{
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < act->services->len; i++)
    g_ptr_array_add (ids, g_strdup (orch_service_get_fields (g_ptr_array_index (act->services, i))->id));
  return ids;
}

/* Hands over ACT, which it takes. */
static void
run (Act *act)
{
  g_autoptr (GPtrArray) ids = list_ids (act);

  act->bar->busy = TRUE;
  show (act->bar);
  dex_future_disown (dex_future_finally (orch_service_desk_act (orch_engine_get_services (act->bar->engine), ids,
                                                                act->event, (const char *const *) act->types),
                                         on_done, act, act_free));
}

static Act *
act_copy (Act *act)
{
  Act *copy = act_new (act->bar, act->event);

  copy->services = g_ptr_array_ref (act->services);
  copy->types = g_strdupv (act->types);
  return copy;
}

static void
on_types_chosen (OrchTypesAlert *alert, const char *const *types, Act *act)
{
  Act *chosen = act_copy (act);

  chosen->types = g_strdupv ((GStrv) types);
  run (chosen);
}

static void
ask_types (Act *act, guint n)
{
  AdwDialog *alert = orch_types_alert_new (act->bar->names, n, act->event == ORCH_SERVICE_ACTIVATE);

  g_signal_connect_data (alert, "chosen", G_CALLBACK (on_types_chosen), act_copy (act), on_alert_gone, 0);
  orch_alert_present (alert, GTK_WIDGET (act->bar->toasts));
}

static void
on_deactivation_answered (AdwAlertDialog *alert, const char *response, Act *act)
{
  if (g_strcmp0 (response, "go-on") == 0)
    run (act_copy (act));
}

/* How many of those that would become inactive have appointments to come. */
static guint
count_upcoming (GPtrArray *consequences)
{
  guint n = 0;

  for (guint i = 0; consequences != NULL && i < consequences->len; i++)
    n += orch_service_consequence_get_kind (g_ptr_array_index (consequences, i)) == ORCH_CONSEQUENCE_BECOMES_INACTIVE &&
         orch_service_consequence_get_count (g_ptr_array_index (consequences, i)) > 0;
  return n;
}

static DexFuture *
on_upcoming (DexFuture *future, gpointer data)
{
  Act *act = data;
  const GValue *value = dex_future_get_value (future, NULL);
  const guint n = count_upcoming (value != NULL ? g_value_get_boxed (value) : NULL);
  AdwDialog *alert = NULL;
  gboolean excludes = FALSE;
  const char *sentence = NULL;
  g_autofree char *body = NULL;

  if (act->bar->engine == NULL)
    return NULL;
  if (n == 0)
    {
      run (act_copy (act));
      return NULL;
    }
  excludes = act->event == ORCH_SERVICE_EXCLUDE;
  if (excludes)
    sentence =
        /* translators: %u is how many services */
        ngettext ("%'u service has upcoming appointments. They stay in the EMR, but never bring it back.",
                  "%'u services have upcoming appointments. They stay in the EMR, but never bring them back.", n);
  else
    sentence =
        /* translators: %u is how many services */
        ngettext ("%'u service has upcoming appointments. They stay in the EMR, and a new one brings the service back.",
                  "%'u services have upcoming appointments. They stay in the EMR, and a new one brings a service back.",
                  n);
  body = g_strdup_printf (sentence, n);
  alert = adw_alert_dialog_new (excludes ? _ ("Exclude all the same?") : _ ("Deactivate all the same?"), body);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (alert), "cancel", _ ("_Cancel"), "go-on",
                                  excludes ? _ ("_Exclude") : _ ("_Deactivate"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (alert), "go-on", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (alert), "cancel");
  g_signal_connect_data (alert, "response", G_CALLBACK (on_deactivation_answered), act_copy (act), on_alert_gone, 0);
  orch_alert_present (alert, GTK_WIDGET (act->bar->toasts));
  return NULL;
}

static guint
count_untyped (GPtrArray *services)
{
  guint n = 0;

  for (guint i = 0; i < services->len; i++)
    {
      const char *const *types = orch_service_get_fields (g_ptr_array_index (services, i))->types;

      n += types == NULL || types[0] == NULL;
    }
  return n;
}

static DexFuture *
on_rows (DexFuture *future, gpointer data)
{
  Act *act = data;
  const GValue *value = dex_future_get_value (future, NULL);

  if (value == NULL || act->bar->engine == NULL)
    return NULL;
  act->services = g_value_dup_boxed (value);
  /* Sorted or searched before the rows were there: what was chosen is no longer what is shown, and nothing is done by halves. */
  if (act->services->len < act->n_chosen)
    {
      orch_plain_tell (act->bar->toasts, _ ("The list changed meanwhile. Nothing was done: choose again."));
      return NULL;
    }
  if (act->services->len == 0)
    return NULL;
  if (act->event == ORCH_SERVICE_SET_TYPES)
    ask_types (act, act->services->len);
  else if (act->event == ORCH_SERVICE_ACTIVATE && count_untyped (act->services) > 0)
    ask_types (act, count_untyped (act->services));
  else if (act->event == ORCH_SERVICE_DEACTIVATE || act->event == ORCH_SERVICE_EXCLUDE)
    {
      g_autoptr (GPtrArray) ids = list_ids (act);

      dex_future_disown (dex_future_finally (orch_service_desk_preview (orch_engine_get_services (act->bar->engine),
                                                                        ids, act->event, NULL),
                                             on_upcoming, act_copy (act), act_free));
    }
  else
    run (act_copy (act));
  return NULL;
}

static void
begin (OrchServicesBar *self, OrchServiceEvent event)
{
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (self->selection);
  Act *act = act_new (self, event);

  act->n_chosen = (guint) gtk_bitset_get_size (selected);
  dex_future_disown (
      dex_future_finally (orch_row_reader_load (G_LIST_MODEL (self->selection), selected), on_rows, act, act_free));
}

static void
on_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  static const struct
  {
    const char *name;
    OrchServiceEvent event;
  } actions[] = { { "bar.activate", ORCH_SERVICE_ACTIVATE },
                  { "bar.deactivate", ORCH_SERVICE_DEACTIVATE },
                  { "bar.exclude", ORCH_SERVICE_EXCLUDE },
                  { "bar.include", ORCH_SERVICE_INCLUDE },
                  { "bar.set-types", ORCH_SERVICE_SET_TYPES } };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    if (g_str_equal (actions[i].name, name))
      begin (ORCH_SERVICES_BAR (widget), actions[i].event);
}

static void
on_clear (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_selection_model_unselect_all (ORCH_SERVICES_BAR (widget)->selection);
}

static void
orch_services_bar_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_boolean (value, ORCH_SERVICES_BAR (object)->narrow);
}

static void
orch_services_bar_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  OrchServicesBar *self = ORCH_SERVICES_BAR (object);

  if (self->narrow == g_value_get_boolean (value))
    return;
  self->narrow = g_value_get_boolean (value);
  g_object_notify_by_pspec (object, pspec);
}

static void
orch_services_bar_dispose (GObject *object)
{
  OrchServicesBar *self = ORCH_SERVICES_BAR (object);

  /* Bound and the bin's own child: the bin would let go of it again. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), ORCH_TYPE_SERVICES_BAR);
  g_clear_object (&self->selection);
  g_clear_object (&self->names);
  g_clear_object (&self->engine);
  G_OBJECT_CLASS (orch_services_bar_parent_class)->dispose (object);
}

static void
orch_services_bar_class_init (OrchServicesBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = orch_services_bar_get_property;
  object_class->set_property = orch_services_bar_set_property;
  object_class->dispose = orch_services_bar_dispose;
  /**
   * OrchServicesBar:narrow:
   *
   * Whether what is rarer is in a menu.
   */
  properties[PROP_NARROW] = g_param_spec_boolean ("narrow", NULL, NULL, FALSE,
                                                  G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "bar.activate", NULL, on_action);
  gtk_widget_class_install_action (widget_class, "bar.deactivate", NULL, on_action);
  gtk_widget_class_install_action (widget_class, "bar.exclude", NULL, on_action);
  gtk_widget_class_install_action (widget_class, "bar.include", NULL, on_action);
  gtk_widget_class_install_action (widget_class, "bar.set-types", NULL, on_action);
  gtk_widget_class_install_action (widget_class, "bar.clear", NULL, on_clear);

  gtk_widget_class_set_template_from_resource (widget_class, ORCH_RESOURCE_BASE "/services/orch-services-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchServicesBar, revealer);
  gtk_widget_class_bind_template_child (widget_class, OrchServicesBar, reason);
  gtk_widget_class_bind_template_child (widget_class, OrchServicesBar, count);
  gtk_widget_class_bind_template_child (widget_class, OrchServicesBar, activate_button);
  gtk_widget_class_bind_template_child (widget_class, OrchServicesBar, deactivate_button);
}

static void
orch_services_bar_init (OrchServicesBar *self)
{
  self->active_tab = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  orch_menu_names_give (GTK_WIDGET (self));
  gtk_label_set_label (GTK_LABEL (self->reason), _ ("Your role reads the services without changing them."));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

void
orch_services_bar_set_up (OrchServicesBar *self, OrchEngine *engine, OrchServiceNames *names,
                          GtkSelectionModel *selection, AdwToastOverlay *toasts)
{
  g_return_if_fail (ORCH_IS_SERVICES_BAR (self));
  g_return_if_fail (ORCH_IS_ENGINE (engine));
  g_return_if_fail (GTK_IS_SELECTION_MODEL (selection));

  g_set_object (&self->engine, engine);
  g_set_object (&self->names, names);
  g_set_object (&self->selection, selection);
  self->toasts = toasts;
  g_signal_connect_object (selection, "selection-changed", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (selection, "items-changed", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (orch_engine_get_session (engine), "notify", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  show (self);
}

void
orch_services_bar_set_active_tab (OrchServicesBar *self, gboolean active)
{
  g_return_if_fail (ORCH_IS_SERVICES_BAR (self));

  self->active_tab = active;
  if (self->selection != NULL)
    show (self);
}
