/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A clinic's logo: what a file really is, judged by its first bytes before anything is decoded, then decoded, cut and encoded anew off the
 * main thread, which leaves no metadata. Pure functions and futures; any thread.
 */
#pragma once

#include <gtk/gtk.h>
#include <libdex.h>

G_BEGIN_DECLS

#define ORCH_LOGO_MAX_PIXELS (32 * 1000 * 1000) /* decoded: 128 MB */
#define ORCH_LOGO_MAX_SIDE 1024                 /* kept: larger pictures are made smaller */

/** orch_logo_sniff: what @bytes are. @width, @height: (out): in pixels. Returns: (transfer none) (nullable): "image/png", "image/jpeg" or "image/gif";
 * %NULL and INVALID, with a sentence for the person, when they are none of these, too big, or have too many pixels */
const char *orch_logo_sniff (GBytes *bytes, int *width, int *height, GError **error);

/** orch_logo_read: @file: a file chosen or dropped. Returns: (transfer full): a future GBytes, within the size allowed; INVALID with a sentence */
DexFuture *orch_logo_read (GFile *file);

/** orch_logo_encode: @bytes: a picture as in orch_logo_sniff(); @crop: (nullable): the part to keep, in pixels. Returns: (transfer full): a future GBytes: PNG, no larger
 * than %ORCH_LOGO_MAX_SIDE, without metadata; INVALID with a sentence */
DexFuture *orch_logo_encode (GBytes *bytes, const graphene_rect_t *crop);

/** orch_logo_decode: any picture that came from elsewhere: never more of it than orch_logo_sniff() allows, and not on the main thread.
 * Returns: (transfer full): a future GdkTexture; INVALID with a sentence */
DexFuture *orch_logo_decode (GBytes *bytes);

G_END_DECLS
