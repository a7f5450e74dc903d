/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-staff-links.h.
 */
#include "orch-staff-links.h"

struct _OrchStaffLinks
{
  GObject parent_instance;

  OrchStaffLinksFields fields; /* its lists are owned */
};

G_DEFINE_FINAL_TYPE (OrchStaffLinks, orch_staff_links, G_TYPE_OBJECT)

static void
orch_staff_links_finalize (GObject *object)
{
  OrchStaffLinks *self = ORCH_STAFF_LINKS (object);

  g_strfreev ((GStrv) self->fields.departments);
  g_strfreev ((GStrv) self->fields.active_services);
  g_strfreev ((GStrv) self->fields.inactive_services);
  g_free ((char *) self->fields.refused);
  G_OBJECT_CLASS (orch_staff_links_parent_class)->finalize (object);
}

static void
orch_staff_links_class_init (OrchStaffLinksClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_staff_links_finalize;
}

static void
orch_staff_links_init (OrchStaffLinks *self)
{
}

OrchStaffLinks *
orch_staff_links_new (const OrchStaffLinksFields *fields)
{
  OrchStaffLinks *self = NULL;

  g_return_val_if_fail (fields != NULL, NULL);

  self = g_object_new (ORCH_TYPE_STAFF_LINKS, NULL);
  self->fields = *fields;
  self->fields.departments = (const char *const *) g_strdupv ((GStrv) fields->departments);
  self->fields.active_services = (const char *const *) g_strdupv ((GStrv) fields->active_services);
  self->fields.inactive_services = (const char *const *) g_strdupv ((GStrv) fields->inactive_services);
  self->fields.refused = g_strdup (fields->refused);
  return self;
}

const OrchStaffLinksFields *
orch_staff_links_get_fields (OrchStaffLinks *self)
{
  g_return_val_if_fail (ORCH_IS_STAFF_LINKS (self), NULL);

  return &self->fields;
}
