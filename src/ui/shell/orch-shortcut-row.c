/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-shortcut-row.h.
 */
#include "orch-shortcut-row.h"

#include "ui/orch-ui.h"

struct _OrchShortcutRow
{
  AdwActionRow parent_instance;

  char *keys; /* (owned) (nullable) */
};

enum
{
  PROP_KEYS = 1,
};

G_DEFINE_FINAL_TYPE (OrchShortcutRow, orch_shortcut_row, ADW_TYPE_ACTION_ROW)

static char *
dup_keys (gpointer label, const char *accelerator)
{
  GdkModifierType modifiers = 0;
  guint key = 0;

  if (accelerator == NULL || !gtk_accelerator_parse (accelerator, &key, &modifiers))
    return g_strdup (accelerator);
  return gtk_accelerator_get_label (key, modifiers);
}

static void
orch_shortcut_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_KEYS)
    g_value_set_string (value, ORCH_SHORTCUT_ROW (object)->keys);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
orch_shortcut_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id != PROP_KEYS)
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  else if (g_set_str (&ORCH_SHORTCUT_ROW (object)->keys, g_value_get_string (value)))
    g_object_notify_by_pspec (object, pspec);
}

static void
orch_shortcut_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), ORCH_TYPE_SHORTCUT_ROW);
  G_OBJECT_CLASS (orch_shortcut_row_parent_class)->dispose (object);
}

static void
orch_shortcut_row_finalize (GObject *object)
{
  g_free (ORCH_SHORTCUT_ROW (object)->keys);
  G_OBJECT_CLASS (orch_shortcut_row_parent_class)->finalize (object);
}

static void
orch_shortcut_row_class_init (OrchShortcutRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = orch_shortcut_row_get_property;
  object_class->set_property = orch_shortcut_row_set_property;
  object_class->dispose = orch_shortcut_row_dispose;
  object_class->finalize = orch_shortcut_row_finalize;
  /** OrchShortcutRow:keys: an accelerator */
  g_object_class_install_property (object_class, PROP_KEYS,
                                   g_param_spec_string ("keys", NULL, NULL, NULL,
                                                        G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY |
                                                            G_PARAM_STATIC_STRINGS));
  gtk_widget_class_set_template_from_resource (widget_class, ORCH_RESOURCE_BASE "/shell/orch-shortcut-row.ui");
  gtk_widget_class_bind_template_callback (widget_class, dup_keys);
}

static void
orch_shortcut_row_init (OrchShortcutRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
