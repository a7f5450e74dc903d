/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What a token endpoint granted to a person.
 */
#include "orch-grant.h"

#include <glib/gi18n.h>

#include "core/orch-clock.h"
#include "core/orch-error.h"
#include "core/orch-text.h"
#include "http/orch-json.h"
#include "orch-fhir-reference.h"
#include "orch-key.h"

#define PERSON_NAME_MAX 200

struct _OrchGrant
{
  GObject parent_instance;

  /* owned, nullable but the first */
  char *access_token;
  char *refresh_token;
  char *subject;
  char *name;
  char *fhir_user;
  char **clinics;

  gint64 expires_us;
};

G_DEFINE_FINAL_TYPE (OrchGrant, orch_grant, G_TYPE_OBJECT)

static void
orch_grant_finalize (GObject *object)
{
  OrchGrant *self = ORCH_GRANT (object);

  g_clear_pointer (&self->access_token, orch_key_wipe);
  g_clear_pointer (&self->refresh_token, orch_key_wipe);
  g_clear_pointer (&self->subject, g_free);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->fhir_user, g_free);
  g_clear_pointer (&self->clinics, g_strfreev);

  G_OBJECT_CLASS (orch_grant_parent_class)->finalize (object);
}

static void
orch_grant_class_init (OrchGrantClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_grant_finalize;
}

static void
orch_grant_init (OrchGrant *self)
{
}

/* "https://hub/fhir/Practitioner/12" → "Practitioner/12" */
static char *
relative_user (const char *reference)
{
  static const char *const types[] = { "Practitioner", "PractitionerRole", "Person", "Patient", "RelatedPerson" };
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autofree char *id = orch_fhir_reference_id (reference, types[i]);
      if (id != NULL)
        return g_strdup_printf ("%s/%s", types[i], id);
    }
  return NULL;
}

static char **
read_clinics (JsonObject *answer)
{
  if (!orch_json_has (answer, "fhirContext"))
    return NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  guint n = orch_json_count (answer, "fhirContext");
  for (guint i = 0; i < n; i++)
    {
      const char *reference = orch_json_get_string (orch_json_nth (answer, "fhirContext", i), "reference");
      g_autofree char *id = orch_fhir_reference_id (reference, "Organization");
      if (id != NULL)
        g_strv_builder_add (builder, id);
    }
  return g_strv_builder_end (builder);
}

OrchGrant *
orch_grant_new (JsonObject *answer, JsonObject *claims, GError **error)
{
  const char *access_token = orch_json_get_string (answer, "access_token");
  if (orch_text_is_empty (access_token))
    {
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_BAD_ANSWER, _ ("The server gave no access token"));
      return NULL;
    }
  const char *type = orch_json_get_string (answer, "token_type");
  if (type != NULL && g_ascii_strcasecmp (type, "bearer") != 0)
    {
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_UNSUPPORTED,
                           _ ("The server gave a token of an unknown kind."));
      return NULL;
    }

  OrchGrant *self = g_object_new (ORCH_TYPE_GRANT, NULL);
  self->access_token = g_strdup (access_token);
  self->refresh_token = g_strdup (orch_json_get_string (answer, "refresh_token"));
  gint64 seconds = orch_json_get_int (answer, "expires_in", -1);
  self->expires_us =
      seconds > 0 ? orch_clock_now_us () + MIN (seconds, 31536000) * (gint64) G_USEC_PER_SEC : G_MAXINT64;
  self->subject = g_strdup (orch_json_get_string (claims, "sub"));
  const char *name = orch_json_get_string (claims, "name");
  if (!orch_text_is_empty (name))
    self->name = orch_text_clean (name, PERSON_NAME_MAX);
  const char *user = orch_json_get_string (claims, "fhirUser");
  self->fhir_user = relative_user (user != NULL ? user : orch_json_get_string (answer, "fhirUser"));
  self->clinics = read_clinics (answer);
  return self;
}

const char *
orch_grant_get_access_token (OrchGrant *self)
{
  g_return_val_if_fail (ORCH_IS_GRANT (self), NULL);
  return self->access_token;
}

const char *
orch_grant_get_refresh_token (OrchGrant *self)
{
  g_return_val_if_fail (ORCH_IS_GRANT (self), NULL);
  return self->refresh_token;
}

gint64
orch_grant_get_expires_us (OrchGrant *self)
{
  g_return_val_if_fail (ORCH_IS_GRANT (self), 0);
  return self->expires_us;
}

const char *
orch_grant_get_subject (OrchGrant *self)
{
  g_return_val_if_fail (ORCH_IS_GRANT (self), NULL);
  return self->subject;
}

const char *
orch_grant_get_name (OrchGrant *self)
{
  g_return_val_if_fail (ORCH_IS_GRANT (self), NULL);
  return self->name;
}

const char *
orch_grant_get_fhir_user (OrchGrant *self)
{
  g_return_val_if_fail (ORCH_IS_GRANT (self), NULL);
  return self->fhir_user;
}

const char *const *
orch_grant_get_clinics (OrchGrant *self)
{
  g_return_val_if_fail (ORCH_IS_GRANT (self), NULL);
  return (const char *const *) self->clinics;
}
