/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * How old a session is. While the program runs only the time that went by counts, asleep or not: moving the date changes nothing. From one run to
 * the next both clocks are asked, and the older age is believed: the machine's uptime does not follow the date, and the date does not stop at a restart.
 * Main thread.
 */
#include "orch-session-private.h"

#include "core/orch-clock.h"

/* A date that was put right by so much between two runs is nobody's trick. */
#define DATE_SLACK_US (5 * G_TIME_SPAN_MINUTE)

static void
set_age (OrchSession *self, gint64 age_us)
{
  self->age_us = age_us;
  self->age_elapsed_us = orch_clock_elapsed_us ();
}

void
orch_session_begin_age (OrchSession *self)
{
  self->since_us = orch_clock_now_us ();
  self->since_elapsed_us = orch_clock_elapsed_us ();
  set_age (self, 0);
}

void
orch_session_resume_age (OrchSession *self, const char *since)
{
  char *end = NULL;
  gint64 age_us = 0;

  orch_session_begin_age (self);
  if (since == NULL)
    return;
  self->since_us = g_ascii_strtoll (since, &end, 10);
  self->since_elapsed_us = g_ascii_strtoll (end, NULL, 10);
  age_us = orch_clock_now_us () - self->since_us;
  /* Before it began: the date went back, and how old the session is cannot be known. */
  if (age_us < -DATE_SLACK_US)
    age_us = G_MAXINT64 / 2;
  /* Since a boot after the sign-in less went by than since the sign-in: the difference is never too much. */
  set_age (self, MAX (MAX (age_us, 0), orch_clock_elapsed_us () - self->since_elapsed_us));
}

char *
orch_session_dup_since (OrchSession *self)
{
  g_return_val_if_fail (ORCH_IS_SESSION (self), NULL);

  if (self->person_id == NULL)
    return NULL;
  return g_strdup_printf ("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT, self->since_us, self->since_elapsed_us);
}

void
orch_session_set_limit (OrchSession *self, guint seconds)
{
  g_return_if_fail (ORCH_IS_SESSION (self));

  self->limit_s = CLAMP (seconds, 1, ORCH_SESSION_LIMIT_S);
}

guint
orch_session_get_limit (OrchSession *self)
{
  g_return_val_if_fail (ORCH_IS_SESSION (self), ORCH_SESSION_LIMIT_S);

  return self->limit_s;
}

gint64
orch_session_get_left_us (OrchSession *self)
{
  g_return_val_if_fail (ORCH_IS_SESSION (self), 0);

  if (self->person_id == NULL)
    return G_MAXINT64;

  const gint64 age_us = self->age_us + orch_clock_elapsed_us () - self->age_elapsed_us;

  return MAX ((gint64) self->limit_s * G_USEC_PER_SEC - age_us, 0);
}

void
orch_session_look (OrchSession *self)
{
  g_return_if_fail (ORCH_IS_SESSION (self));

  /* Without a PIN there is nothing to lock with yet: the actor is refused meanwhile, and the page asks for one. */
  if (self->person_id == NULL || self->locked || self->wrapped_key == NULL || orch_session_get_left_us (self) > 0)
    return;
  dex_future_disown (orch_session_note (self, "session-over"));
  orch_session_lock (self);
}
