/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Which page of the portal answers. See the header.
 */
#include "orch-sandbox-portal.h"

#include "orch-sandbox-invitation.h"
#include "orch-sandbox-portal-account.h"
#include "orch-sandbox-portal-join.h"
#include "orch-sandbox-portal-reset.h"
#include "orch-sandbox-portal-talk.h"
#include "orch-sandbox-portal-visit.h"

#include <sodium.h>

#define COOKIE "orch_portal"
/* Five attachments at their limit, and the text. */
#define BODY_MOST (27 * 1024 * 1024)

static const char policy[] = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action "
                             "'self'; base-uri 'none'; frame-ancestors 'none'";

typedef enum
{
  ANYBODY,
  WITH_CODE, /* has entered a good code */
  PATIENT,   /* is signed in */
} Who;

static const struct
{
  const char *path; /* a slash at the end: and all below */
  Who who;
  gboolean reads; /* GET */
  gboolean posts;
  OrchSandboxReply *(*run) (OrchSandboxPortalVisit *visit);
} pages[] = {
  { "sign-in", ANYBODY, TRUE, TRUE, orch_sandbox_portal_join_sign_in },
  { "sign-out", ANYBODY, FALSE, TRUE, orch_sandbox_portal_join_sign_out },
  { "invitation", ANYBODY, TRUE, TRUE, orch_sandbox_portal_join_invitation },
  { "forgotten", ANYBODY, TRUE, TRUE, orch_sandbox_portal_reset_ask },
  { "reset", ANYBODY, TRUE, TRUE, orch_sandbox_portal_reset_choose },
  { "information", WITH_CODE, TRUE, TRUE, orch_sandbox_portal_join_information },
  { "password", WITH_CODE, TRUE, TRUE, orch_sandbox_portal_join_password },
  { "messages", PATIENT, TRUE, FALSE, orch_sandbox_portal_talk_list },
  { "messages/", PATIENT, TRUE, TRUE, orch_sandbox_portal_talk_conversation },
};

gboolean
orch_sandbox_portal_is_path (const char *path)
{
  return g_str_equal (path, "/portal") || g_str_has_prefix (path, "/portal/");
}

static OrchSandboxReply *
refuse_method (const OrchSandboxPortalVisit *visit)
{
  return orch_sandbox_portal_page (visit, 405, ORCH_SANDBOX_SAY (visit, "Demande refusée", "Request refused"),
                                   ORCH_SANDBOX_SAY (visit, "Cette page ne s’ouvre pas ainsi.",
                                                     "This page is not opened like that."));
}

static OrchSandboxReply *
run (OrchSandboxPortalVisit *visit)
{
  gboolean get = g_str_equal (visit->request->method, "GET") || g_str_equal (visit->request->method, "HEAD");
  const char *csrf;

  if (g_str_equal (visit->path, "portal.css") || g_str_equal (visit->path, "portal.js"))
    {
      visit->fresh = FALSE;
      return g_str_has_suffix (visit->path, "css") ? orch_sandbox_portal_style () : orch_sandbox_portal_script ();
    }
  if (*visit->path == '\0')
    return orch_sandbox_portal_go (visit, visit->account != NULL ? "messages" : "sign-in", NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      if (g_str_has_suffix (pages[i].path, "/") ? !g_str_has_prefix (visit->path, pages[i].path)
                                                : !g_str_equal (visit->path, pages[i].path))
        continue;
      if (visit->post ? !pages[i].posts : !get || !pages[i].reads)
        return refuse_method (visit);
      csrf = orch_sandbox_portal_visit_field (visit, "csrf");
      if (visit->post &&
          (strlen (csrf) != strlen (visit->csrf) || sodium_memcmp (csrf, visit->csrf, strlen (csrf)) != 0))
        return orch_sandbox_portal_page (
            visit, 403, ORCH_SANDBOX_SAY (visit, "Demande refusée", "Request refused"),
            ORCH_SANDBOX_SAY (visit,
                              "Ce formulaire ne vient pas de cette visite, ou vous avez été déconnecté. Revenez à la "
                              "page d’accueil du portail et recommencez ; les témoins (cookies) doivent être acceptés.",
                              "This form is not of this visit, or you were signed out. Go back to the portal’s first "
                              "page and try again; cookies must be allowed."));
      if (visit->post && visit->request->body_length > BODY_MOST)
        return orch_sandbox_portal_page (visit, 413, ORCH_SANDBOX_SAY (visit, "Trop volumineux", "Too large"),
                                         ORCH_SANDBOX_SAY (visit, "L’envoi est trop volumineux.",
                                                           "What was sent is too large."));
      if (pages[i].who == PATIENT && visit->account == NULL)
        return orch_sandbox_portal_go (visit, "sign-in", visit->disabled ? "&why=disabled" : NULL);
      if (pages[i].who == WITH_CODE && visit->task == NULL)
        return orch_sandbox_portal_go (visit, "invitation", NULL);
      return pages[i].run (visit);
    }
  return orch_sandbox_portal_page (visit, 404, ORCH_SANDBOX_SAY (visit, "Page inconnue", "Unknown page"),
                                   ORCH_SANDBOX_SAY (visit, "Il n’y a rien à cette adresse.",
                                                     "There is nothing at this address."));
}

OrchSandboxReply *
orch_sandbox_portal_handle (OrchSandboxStore *store, const OrchSandboxRequest *request, gboolean french)
{
  g_auto (OrchSandboxPortalVisit) visit = { 0 };
  OrchSandboxReply *reply;

  orch_sandbox_store_begin (store);
  orch_sandbox_invitation_expire (store);
  orch_sandbox_portal_visit_begin (&visit, store, request, french);
  reply = run (&visit);
  orch_sandbox_store_commit (store);
  if (g_hash_table_lookup (reply->headers, "Content-Security-Policy") == NULL)
    orch_sandbox_reply_set_header (reply, "Content-Security-Policy", policy);
  orch_sandbox_reply_set_header (reply, "Referrer-Policy", "no-referrer");
  orch_sandbox_reply_set_header (reply, "X-Frame-Options", "DENY");
  orch_sandbox_reply_set_header (reply, "Cross-Origin-Opener-Policy", "same-origin");
  orch_sandbox_reply_set_header (reply, "Cross-Origin-Resource-Policy", "same-origin");
  orch_sandbox_reply_set_header (reply, "Cache-Control", "no-store");
  if (visit.fresh)
    {
      /* Lax: the link of an e-mail finds who is signed in. Not Secure: nothing here leaves the machine, and has no TLS. */
      g_autofree char *cookie = g_strdup_printf (COOKIE "=%s; Path=/portal; HttpOnly; SameSite=Lax", visit.token);

      orch_sandbox_reply_set_header (reply, "Set-Cookie", cookie);
    }
  return reply;
}
