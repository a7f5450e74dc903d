/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * One page of what the EMR holds. Immutable; any thread.
 */
#include "orch-emr-page.h"

#include "core/orch-text.h"

#define NAME_MAX_CHARACTERS 120 /* of an unreadable record, as shown in the list of conflicts */

struct _OrchEmrPage
{
  GObject parent_instance;

  GPtrArray *records;    /* (owned) */
  GPtrArray *unreadable; /* (owned) */
  gint64 total;
  gboolean is_last;
  guint roles;
  guint listed;
  char *cursor; /* (owned) (nullable) */
  gint64 server_us;
};

G_DEFINE_FINAL_TYPE (OrchEmrPage, orch_emr_page, G_TYPE_OBJECT)

void
orch_emr_unreadable_free (OrchEmrUnreadable *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->id);
  g_free (self->what);
  g_free (self);
}

void
orch_emr_unreadable_add (GPtrArray *unreadable, const char *name, const char *id, const char *what)
{
  OrchEmrUnreadable *row = g_new0 (OrchEmrUnreadable, 1);
  g_autofree char *clean = orch_text_clean (name, NAME_MAX_CHARACTERS);

  row->id = id != NULL ? orch_text_clean (id, 64) : NULL;
  row->name = *clean != '\0'                        ? g_steal_pointer (&clean)
              : row->id != NULL && *row->id != '\0' ? g_strdup (row->id)
                                                    : NULL;
  row->what = g_strdup (what);
  g_ptr_array_add (unreadable, row);
}

void
orch_emr_unreadable_place (GPtrArray *unreadable, guint position)
{
  for (guint i = unreadable->len; i > 0; i--)
    {
      OrchEmrUnreadable *row = g_ptr_array_index (unreadable, i - 1);

      if (row->position > 0)
        return;
      row->position = position;
    }
}

static void
orch_emr_page_finalize (GObject *object)
{
  OrchEmrPage *self = ORCH_EMR_PAGE (object);

  g_clear_pointer (&self->records, g_ptr_array_unref);
  g_clear_pointer (&self->unreadable, g_ptr_array_unref);
  g_clear_pointer (&self->cursor, g_free);

  G_OBJECT_CLASS (orch_emr_page_parent_class)->finalize (object);
}

static void
orch_emr_page_class_init (OrchEmrPageClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_emr_page_finalize;
}

static void
orch_emr_page_init (OrchEmrPage *self)
{
}

OrchEmrPage *
orch_emr_page_new (GPtrArray *records, GPtrArray *unreadable, gint64 total, gboolean is_last)
{
  g_return_val_if_fail (records != NULL, NULL);

  OrchEmrPage *self = g_object_new (ORCH_TYPE_EMR_PAGE, NULL);
  self->records = records;
  self->unreadable =
      unreadable != NULL ? unreadable : g_ptr_array_new_with_free_func ((GDestroyNotify) orch_emr_unreadable_free);
  self->total = total;
  self->is_last = is_last;
  self->listed = self->records->len + self->unreadable->len;
  return self;
}

GPtrArray *
orch_emr_page_get_records (OrchEmrPage *self)
{
  g_return_val_if_fail (ORCH_IS_EMR_PAGE (self), NULL);
  return self->records;
}

GPtrArray *
orch_emr_page_get_unreadable (OrchEmrPage *self)
{
  g_return_val_if_fail (ORCH_IS_EMR_PAGE (self), NULL);
  return self->unreadable;
}

gint64
orch_emr_page_get_total (OrchEmrPage *self)
{
  g_return_val_if_fail (ORCH_IS_EMR_PAGE (self), -1);
  return self->total;
}

gboolean
orch_emr_page_is_last (OrchEmrPage *self)
{
  g_return_val_if_fail (ORCH_IS_EMR_PAGE (self), TRUE);
  return self->is_last;
}

const char *
orch_emr_page_get_cursor (OrchEmrPage *self)
{
  g_return_val_if_fail (ORCH_IS_EMR_PAGE (self), NULL);
  return self->cursor;
}

gint64
orch_emr_page_get_server_us (OrchEmrPage *self)
{
  g_return_val_if_fail (ORCH_IS_EMR_PAGE (self), 0);
  return self->server_us;
}

void
orch_emr_page_set_position (OrchEmrPage *self, const char *cursor, gint64 server_us)
{
  g_return_if_fail (ORCH_IS_EMR_PAGE (self));
  g_set_str (&self->cursor, cursor);
  self->server_us = server_us;
}

guint
orch_emr_page_get_roles (OrchEmrPage *self)
{
  g_return_val_if_fail (ORCH_IS_EMR_PAGE (self), 0);
  return self->roles;
}

void
orch_emr_page_set_roles (OrchEmrPage *self, guint roles)
{
  g_return_if_fail (ORCH_IS_EMR_PAGE (self));
  self->roles = roles;
}

guint
orch_emr_page_get_listed (OrchEmrPage *self)
{
  g_return_val_if_fail (ORCH_IS_EMR_PAGE (self), 0);
  return self->listed;
}

void
orch_emr_page_set_listed (OrchEmrPage *self, guint listed)
{
  g_return_if_fail (ORCH_IS_EMR_PAGE (self));
  self->listed = listed;
}
