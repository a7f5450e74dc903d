/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See office.h.
 */
#include "office.h"

static const OrchActor *
get_actor (gpointer data)
{
  return ((Office *) data)->actor;
}

void
office_open_desk (Office *office)
{
  office->desk = orch_service_desk_new (office->kit.store, get_actor, office, NULL);
}

void
office_set_up (Office *office, gconstpointer data)
{
  kit_set_up (&office->kit, NULL);
  office->actor = &kit_receptionist;
  office_open_desk (office);
}

static void
drain (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

void
office_close_desk (Office *office)
{
  /* What reads or follows in the background lets go of it. */
  while (office->desk != NULL && G_OBJECT (office->desk)->ref_count > 1)
    g_main_context_iteration (NULL, TRUE);
  g_assert_finalize_object (g_steal_pointer (&office->desk));
}

void
office_tear_down (Office *office, gconstpointer data)
{
  office_close_desk (office);
  drain ();
  kit_tear_down (&office->kit, NULL);
}

/* As if imported and known to the hub: @n services numbered from 1, each active with two types */
void
office_add_services (Office *office, guint n, gboolean active, gboolean on_hub)
{
  g_autoptr (GPtrArray) services = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GArray) links = g_array_new (FALSE, TRUE, sizeof (OrchStoreLink));

  for (guint i = 1; i <= n; i++)
    {
      g_autofree char *name = g_strdup_printf ("Service %04u", i);
      OrchService *service = kit_service (i, name, active);
      OrchStoreLink link = {
        .type = "service", .id = orch_service_get_fields (service)->id, .hub_id = "h", .version = "1", .revision = 1
      };

      g_ptr_array_add (services, service);
      g_array_append_val (links, link);
    }
  kit_ok (orch_store_save_services (office->kit.store, &kit_receptionist, services, FALSE));
  if (on_hub)
    kit_ok (orch_store_set_hub_links (office->kit.store, &kit_workstation, (const OrchStoreLink *) links->data,
                                      links->len));
}

OrchService *
office_find (Office *office, guint n)
{
  g_autofree char *id = g_strdup_printf ("11111111-0000-4000-8000-%012u", n);

  return kit_object (orch_store_find (office->kit.store, ORCH_STORE_SERVICES, id));
}
