/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-leaving.h. The handler of the signal does only what a handler may: write () and _exit ().
 */
#include "orch-leaving.h"

#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#ifdef __GLIBC__
#include <execinfo.h>
#endif

#define DEPTH 48

static void
on_alarm (int number)
{
  static const char said[] = "Orch-app-WARNING **: The end of the program took too long; it stood here:\n";
  ssize_t written = write (STDERR_FILENO, said, sizeof said - 1);

  (void) written;
#ifdef __GLIBC__
  void *frames[DEPTH];

  backtrace_symbols_fd (frames, backtrace (frames, DEPTH), STDERR_FILENO);
#endif
  _exit (0);
}

void
orch_leaving_begin (guint seconds)
{
  struct sigaction action = { .sa_handler = on_alarm };

#ifdef __GLIBC__
  /* The first call loads a library, which a handler may not. */
  void *frame = NULL;

  backtrace (&frame, 1);
#endif
  sigemptyset (&action.sa_mask);
  sigaction (SIGALRM, &action, NULL);
  alarm (seconds);
}

void
orch_leaving_end (int status)
{
#if !defined(__SANITIZE_ADDRESS__)
  fflush (NULL);
  _exit (status);
#endif
}
