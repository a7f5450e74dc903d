/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-write-ahead-log.h.
 */
#include "orch-write-ahead-log.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define HEADER_LENGTH 32
#define FRAME_HEADER_LENGTH 24
#define MAGIC_LITTLE 0x377f0682
#define MAGIC_BIG 0x377f0683

static guint32
read_big (const guint8 *p)
{
  return (guint32) p[0] << 24 | (guint32) p[1] << 16 | (guint32) p[2] << 8 | p[3];
}

static guint32
read_little (const guint8 *p)
{
  return (guint32) p[3] << 24 | (guint32) p[2] << 16 | (guint32) p[1] << 8 | p[0];
}

static void
add_checksum (gboolean is_big, const guint8 *bytes, gsize length, guint32 *sum)
{
  for (gsize i = 0; i + 8 <= length; i += 8)
    {
      sum[0] += (is_big ? read_big (bytes + i) : read_little (bytes + i)) + sum[1];
      sum[1] += (is_big ? read_big (bytes + i + 4) : read_little (bytes + i + 4)) + sum[0];
    }
}

gboolean
orch_write_ahead_log_is_torn (const char *path)
{
  g_autofree char *log = g_strconcat (path, "-wal", NULL);
  guint8 header[HEADER_LENGTH];
  guint32 sum[2] = { 0, 0 };
  int fd = g_open (log, O_RDONLY | O_CLOEXEC, 0);

  if (fd < 0)
    return FALSE;
  gssize n_read = read (fd, header, HEADER_LENGTH);
  guint32 magic = n_read == HEADER_LENGTH ? read_big (header) : 0;
  guint32 page_size = n_read == HEADER_LENGTH ? read_big (header + 8) : 0;
  gboolean is_big = magic == MAGIC_BIG;
  if (n_read == HEADER_LENGTH)
    add_checksum (is_big, header, 24, sum);
  if (n_read != HEADER_LENGTH || (magic != MAGIC_LITTLE && magic != MAGIC_BIG) || page_size < 512 ||
      page_size > 65536 || sum[0] != read_big (header + 24) || sum[1] != read_big (header + 28))
    {
      close (fd);
      return n_read > 0; /* a log whose beginning is not whole is dropped as one */
    }

  gsize frame_length = FRAME_HEADER_LENGTH + page_size;
  g_autofree guint8 *frame = g_malloc (frame_length);
  gboolean torn = FALSE;
  while ((n_read = read (fd, frame, frame_length)) > 0)
    {
      gboolean is_ours = n_read >= 16 && memcmp (frame + 8, header + 16, 8) == 0;
      if (n_read >= 16 && !is_ours)
        break; /* left of an older generation: not a loss */
      if (n_read < (gssize) frame_length)
        {
          torn = TRUE;
          break;
        }
      add_checksum (is_big, frame, 8, sum);
      add_checksum (is_big, frame + FRAME_HEADER_LENGTH, page_size, sum);
      if (sum[0] != read_big (frame + 16) || sum[1] != read_big (frame + 20))
        {
          torn = TRUE;
          break;
        }
      torn = read_big (frame + 4) == 0; /* until a commit frame follows */
    }
  close (fd);
  return torn;
}
