/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Signing in through a browser, and thinking better of it: nothing listens any more, nothing late is kept, and the next goes well.
 */
#include <libsoup/soup.h>

#include "core/orch-error.h"
#include "fhir/orch-browser.h"
#include "orch-story.h"
#include "sync/orch-engine-private.h"

/* --- a browser whose person does nothing -------------------------------------------------- */

#define TEST_TYPE_BROWSER (test_browser_get_type ())
G_DECLARE_FINAL_TYPE (TestBrowser, test_browser, TEST, BROWSER, GObject)

struct _TestBrowser
{
  GObject parent_instance;

  char *redirect_uri; /* (nullable): of the page opened last */
};

static DexFuture *
test_browser_open (OrchBrowser *browser, const char *url)
{
  g_autoptr (GHashTable) query = soup_form_decode (strchr (url, '?') + 1);

  g_set_str (&TEST_BROWSER (browser)->redirect_uri, g_hash_table_lookup (query, "redirect_uri"));
  return dex_future_new_true ();
}

static void
test_browser_iface_init (OrchBrowserInterface *iface)
{
  iface->open = test_browser_open;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TestBrowser, test_browser, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (ORCH_TYPE_BROWSER, test_browser_iface_init))

static void
test_browser_finalize (GObject *object)
{
  g_free (TEST_BROWSER (object)->redirect_uri);
  G_OBJECT_CLASS (test_browser_parent_class)->finalize (object);
}

static void
test_browser_class_init (TestBrowserClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = test_browser_finalize;
}

static void
test_browser_init (TestBrowser *self)
{
}

static gboolean
has_opened (gpointer data)
{
  return TEST_BROWSER (data)->redirect_uri != NULL;
}

static void
assert_closed (TestBrowser *browser)
{
  g_autoptr (SoupSession) session = soup_session_new ();
  g_autoptr (SoupMessage) message = soup_message_new ("GET", browser->redirect_uri);
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) page = NULL;

  soup_session_set_proxy_resolver (session, NULL);
  page = soup_session_send (session, message, NULL, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED);
  g_clear_pointer (&browser->redirect_uri, g_free);
}

static void
assert_stopped (DexFuture *future)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (story_wait (future, &error));
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_CANCELLED);
}

/* --- tests -------------------------------------------------------------------------------- */

static OrchActivation *
contact (Story *story)
{
  DexFuture *future = orch_engine_dup_training_link (story->engine);
  g_autofree char *link = NULL;
  OrchActivation *activation = NULL;

  dex_ref (future);
  story_wait_ok (future);
  link = g_value_dup_string (dex_future_get_value (future, NULL));
  dex_unref (future);
  activation = orch_engine_parse_activation (story->engine, link, NULL);
  story_wait_ok (orch_activation_contact (activation));
  return activation;
}

static void
test_activation_stopped (void)
{
  g_autoptr (OrchSandboxProcess) sandbox = orch_sandbox_process_start (NULL);
  g_autoptr (Story) story = story_new (sandbox);
  g_autoptr (TestBrowser) browser = g_object_new (TEST_TYPE_BROWSER, NULL);
  g_autoptr (OrchActivation) activation = NULL;
  g_autoptr (OrchSecret) password = orch_secret_new (STORY_PASSWORD, strlen (STORY_PASSWORD));
  g_autofree char *address = NULL;
  DexFuture *future = NULL;

  story_start (story);
  orch_engine_set_browser (story->engine, browser);
  activation = contact (story);
  orch_activation_stop (activation);

  future = orch_activation_open_browser (activation);
  orch_activation_stop (activation);
  assert_stopped (future);
  g_assert_false (has_opened (browser));

  future = orch_activation_open_browser (activation);
  story_wait_until (has_opened, browser);
  orch_activation_stop (activation);
  g_object_get (activation, "browser-address", &address, NULL);
  g_assert_null (address);
  assert_closed (browser);
  assert_stopped (future);

  /* The code was not spent. */
  story_wait_ok (orch_activation_choose_password (activation, orch_activation_get_username (activation), password));
  story_wait_ok (orch_engine_begin_setup (story->engine, activation));
}

static DexFuture *
sign_in (Story *story, gboolean again, OrchSecret *password)
{
  const char *user = password != NULL ? "administration" : NULL;

  return again ? orch_engine_sign_in_again (story->engine, user, password)
               : orch_engine_sign_in (story->engine, NULL, user, password);
}

/* Joining, and signing in again: stopped as soon as asked, and at the page; then with the password at once. */
static void
test_sign_in_stopped (void)
{
  g_autoptr (OrchSandboxProcess) sandbox = orch_sandbox_process_start (NULL);
  g_autoptr (Story) first = story_new (sandbox);
  g_autoptr (Story) second = story_new (sandbox);
  g_autoptr (OrchSecret) password = orch_secret_new (STORY_PASSWORD, strlen (STORY_PASSWORD));

  story_set_up (first);
  story_start (second);
  for (gboolean again = FALSE; again <= TRUE; again++)
    {
      Story *story = again ? first : second;
      g_autoptr (TestBrowser) browser = g_object_new (TEST_TYPE_BROWSER, NULL);
      DexFuture *future = NULL;
      DexFuture *older = NULL;

      orch_engine_set_browser (story->engine, browser);
      orch_engine_stop_sign_in (story->engine);
      future = sign_in (story, again, NULL);
      orch_engine_stop_sign_in (story->engine);
      assert_stopped (future);
      g_assert_false (has_opened (browser));

      older = sign_in (story, again, NULL);
      story_wait_until (has_opened, browser);
      future = sign_in (story, again, password);
      assert_closed (browser);
      story_wait_ok (future);
      assert_stopped (older);

      future = sign_in (story, again, NULL);
      story_wait_until (has_opened, browser);
      orch_engine_stop_sign_in (story->engine);
      assert_closed (browser);
      assert_stopped (future);
    }
}

/* Whoever signed out acts no more: nothing of theirs is left that could, until somebody signs in. */
static void
test_signed_out (void)
{
  g_autoptr (OrchSandboxProcess) sandbox = orch_sandbox_process_start (NULL);
  g_autoptr (Story) story = story_new (sandbox);
  g_autoptr (OrchSecret) password = orch_secret_new (STORY_PASSWORD, strlen (STORY_PASSWORD));
  g_autoptr (OrchHub) before = NULL;
  g_autoptr (OrchHub) after = NULL;
  g_autoptr (GError) error = NULL;

  story_set_up (story);
  before = story_wait_object (orch_hub_access_get_hub (story->engine->access));
  story_wait_ok (orch_session_sign_out (orch_engine_get_session (story->engine)));
  g_assert_null (orch_hub_access_get_grant (story->engine->access));
  g_assert_false (story_wait (orch_hub_access_get_hub (story->engine->access), &error));
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_SIGN_IN_AGAIN);
  /* The workstation goes on. */
  g_assert_true (orch_hub_access_has_workstation (story->engine->access));
  story_wait_ok (orch_hub_access_get_workstation_hub (story->engine->access));

  story_wait_ok (sign_in (story, TRUE, password));
  after = story_wait_object (orch_hub_access_get_hub (story->engine->access));
  g_assert_true (after != before);
}

/* The document that says how to sign in is missed once: it is asked for again, not done without until the end of the program. */
static void
test_document_missed (void)
{
  g_autoptr (OrchSandboxProcess) sandbox = orch_sandbox_process_start (NULL);
  g_autoptr (Story) story = story_new (sandbox);
  g_autoptr (OrchSecret) password = orch_secret_new (STORY_PASSWORD, strlen (STORY_PASSWORD));

  story_set_up (story);
  orch_sandbox_process_order (sandbox, "fault",
                              "{\"path\": \"/hub/.well-known/smart-configuration\", \"kind\": \"412\", \"count\": 1}");
  story_restart (story);
  story_unlock (story);
  story_wait (orch_hub_access_get_hub (story->engine->access), NULL);
  story_wait (sign_in (story, TRUE, password), NULL);
  story_wait_ok (sign_in (story, TRUE, password));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  g_test_add_func ("/sign-in/activation-stopped", test_activation_stopped);
  g_test_add_func ("/sign-in/stopped", test_sign_in_stopped);
  g_test_add_func ("/sign-in/signed-out", test_signed_out);
  g_test_add_func ("/sign-in/document-missed", test_document_missed);
  return g_test_run ();
}
