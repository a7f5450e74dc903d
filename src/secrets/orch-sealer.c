/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-sealer.h for the envelope. The costs are those of 2026 for a desktop: about a second once a sign-in, out of reach for
 * guessing at scale.
 */
#include "orch-sealer.h"

#include <sodium.h>
#include <string.h>

#include "core/orch-error.h"

#define MAGIC "ORC1"
#define HEADER_LENGTH 70
#define TAG_LENGTH crypto_aead_xchacha20poly1305_ietf_ABYTES
#define NONCE_OFFSET 46
#define KEY_ID_OFFSET 30
#define KEY_ID_LENGTH 16
#define SALT_OFFSET 14
#define SALT_LENGTH crypto_pwhash_argon2id_SALTBYTES
#define SEALED_MAX                                                                                                     \
  (32 * 1024 * 1024) /* nothing we seal comes near; keeps a foreign blob from eating the guarded memory */

#define SHARED_PASSES 3
#define SHARED_KIB (256 * 1024)
#define PERSON_PASSES 3
#define PERSON_KIB (128 * 1024)
/* What an envelope from outside may ask of this machine */
#define PASSES_MAX 10
#define KIB_MAX (1024 * 1024)

G_STATIC_ASSERT (crypto_aead_xchacha20poly1305_ietf_KEYBYTES == ORCH_SEALER_KEY_LENGTH);
G_STATIC_ASSERT (NONCE_OFFSET + crypto_aead_xchacha20poly1305_ietf_NPUBBYTES == HEADER_LENGTH);
G_STATIC_ASSERT (SALT_OFFSET + SALT_LENGTH == KEY_ID_OFFSET);

/* Kept in envelopes: append only */
enum
{
  SOURCE_PASSPHRASE = 1,
  SOURCE_RANDOM_KEY = 2,
};

enum
{
  DERIVATION_NONE = 0,
  DERIVATION_ARGON2ID = 1,
};

typedef struct
{
  guint8 source;
  guint8 derivation;
  guint32 passes;
  guint32 kib;
  guint8 salt[SALT_LENGTH];
  guint8 key_id[KEY_ID_LENGTH];
} Header;

struct _OrchSealer
{
  GObject parent_instance;

  /* owned */
  OrchSecret *key;

  Header header;
  char key_id[2 * KEY_ID_LENGTH + 1];
};

G_DEFINE_FINAL_TYPE (OrchSealer, orch_sealer, G_TYPE_OBJECT)

static gboolean cheap; /* for tests */

/* --- helpers ---------------------------------------------------------------------------- */

static guint32
read_u32 (const guint8 *bytes)
{
  return (guint32) bytes[0] << 24 | (guint32) bytes[1] << 16 | (guint32) bytes[2] << 8 | bytes[3];
}

static void
write_u32 (guint8 *bytes, guint32 value)
{
  bytes[0] = value >> 24;
  bytes[1] = value >> 16;
  bytes[2] = value >> 8;
  bytes[3] = value;
}

static void
header_write (const Header *header, guint8 *bytes)
{
  memcpy (bytes, MAGIC, 4);
  bytes[4] = header->source;
  bytes[5] = header->derivation;
  write_u32 (bytes + 6, header->passes);
  write_u32 (bytes + 10, header->kib);
  memcpy (bytes + SALT_OFFSET, header->salt, SALT_LENGTH);
  memcpy (bytes + KEY_ID_OFFSET, header->key_id, KEY_ID_LENGTH);
}

static gboolean
header_read (GBytes *envelope, Header *header, GError **error)
{
  gsize length;
  const guint8 *bytes = g_bytes_get_data (envelope, &length);

  if (length < 4 || memcmp (bytes, MAGIC, 3) != 0 || !g_ascii_isalnum (bytes[3]))
    {
      g_set_error (error, ORCH_ERROR, ORCH_ERROR_INVALID, "Not a sealed envelope");
      return FALSE;
    }
  if (bytes[3] != MAGIC[3])
    {
      g_set_error (error, ORCH_ERROR, ORCH_ERROR_UNSUPPORTED, "Sealed by a newer version of the program");
      return FALSE;
    }
  if (length < HEADER_LENGTH + TAG_LENGTH || length > SEALED_MAX)
    {
      g_set_error (error, ORCH_ERROR, ORCH_ERROR_INVALID, "The sealed envelope is cut short or too large");
      return FALSE;
    }

  header->source = bytes[4];
  header->derivation = bytes[5];
  header->passes = read_u32 (bytes + 6);
  header->kib = read_u32 (bytes + 10);
  memcpy (header->salt, bytes + SALT_OFFSET, SALT_LENGTH);
  memcpy (header->key_id, bytes + KEY_ID_OFFSET, KEY_ID_LENGTH);

  gboolean known;
  if (header->source == SOURCE_PASSPHRASE)
    known = header->derivation == DERIVATION_ARGON2ID && header->passes >= 1 && header->passes <= PASSES_MAX &&
            header->kib >= crypto_pwhash_argon2id_MEMLIMIT_MIN / 1024 && header->kib <= KIB_MAX;
  else
    known = header->source == SOURCE_RANDOM_KEY && header->derivation == DERIVATION_NONE;
  if (!known)
    g_set_error (error, ORCH_ERROR, ORCH_ERROR_UNSUPPORTED, "Sealed in a way that this version does not accept");
  return known;
}

/* Returns: (transfer full): the bytes authenticated beside the ciphertext */
static guint8 *
make_associated (const guint8 *header, const char *scope, const char *purpose, gsize *length)
{
  gsize scope_length = strlen (scope), purpose_length = strlen (purpose);

  *length = HEADER_LENGTH + 4 + scope_length + 4 + purpose_length;
  guint8 *bytes = g_malloc (*length), *p = bytes;
  memcpy (p, header, HEADER_LENGTH);
  p += HEADER_LENGTH;
  write_u32 (p, scope_length);
  memcpy (p + 4, scope, scope_length);
  p += 4 + scope_length;
  write_u32 (p, purpose_length);
  memcpy (p + 4, purpose, purpose_length);
  return bytes;
}

/* @header: everything but the key identifier */
static OrchSealer *
sealer_new (OrchSecret *key, const Header *header)
{
  static const char id_key[] = "orchestrateur-key-id";
  OrchSealer *self = g_object_new (ORCH_TYPE_SEALER, NULL);

  self->key = orch_secret_ref (key);
  self->header = *header;
  crypto_generichash (self->header.key_id, KEY_ID_LENGTH, orch_secret_get_data (key), ORCH_SEALER_KEY_LENGTH,
                      (const guint8 *) id_key, strlen (id_key));
  sodium_bin2hex (self->key_id, sizeof self->key_id, self->header.key_id, KEY_ID_LENGTH);
  return self;
}

/* --- deriving, on a thread of its own ----------------------------------------------------- */

typedef enum
{
  THEN_GIVE_SEALER,
  THEN_WRAP,
  THEN_UNWRAP,
} Then;

typedef struct
{
  /* owned */
  DexPromise *promise;
  OrchSecret *passphrase;
  OrchSecret *key;  /* THEN_WRAP */
  GBytes *envelope; /* (nullable): must turn out to be sealed with the key derived */
  char *scope;      /* THEN_WRAP, THEN_UNWRAP */

  Header header;
  Then then;
} Derivation;

static const char purpose_person_key[] = "person-key";

static void
derivation_free (Derivation *d)
{
  dex_clear (&d->promise);
  g_clear_pointer (&d->passphrase, orch_secret_unref);
  g_clear_pointer (&d->key, orch_secret_unref);
  g_clear_pointer (&d->envelope, g_bytes_unref);
  g_free (d->scope);
  g_free (d);
}

static void
derivation_finish (Derivation *d, OrchSealer *sealer)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OrchSecret) opened = NULL;

  if (d->envelope != NULL && memcmp (d->header.key_id, sealer->header.key_id, KEY_ID_LENGTH) != 0)
    {
      dex_promise_reject (d->promise, g_error_new (ORCH_ERROR, ORCH_ERROR_REFUSED, "Sealed with another key"));
      return;
    }
  switch (d->then)
    {
    case THEN_GIVE_SEALER:
      dex_promise_resolve_object (d->promise, g_object_ref (sealer));
      break;
    case THEN_WRAP:
      dex_promise_resolve_boxed (d->promise, G_TYPE_BYTES,
                                 orch_sealer_seal (sealer, d->key, d->scope, purpose_person_key));
      break;
    case THEN_UNWRAP:
      opened = orch_sealer_open (sealer, d->envelope, d->scope, purpose_person_key, &error);
      if (opened != NULL)
        dex_promise_resolve_boxed (d->promise, ORCH_TYPE_SECRET, g_steal_pointer (&opened));
      else
        dex_promise_reject (d->promise, g_steal_pointer (&error));
      break;
    }
}

static gpointer
derive_thread (gpointer data)
{
  Derivation *d = data;
  guint8 *bytes = sodium_malloc (ORCH_SEALER_KEY_LENGTH);

  if (bytes == NULL ||
      crypto_pwhash_argon2id (bytes, ORCH_SEALER_KEY_LENGTH, orch_secret_get_text (d->passphrase),
                              orch_secret_get_length (d->passphrase), d->header.salt, d->header.passes,
                              (gsize) d->header.kib * 1024, crypto_pwhash_argon2id_ALG_ARGON2ID13) != 0)
    {
      sodium_free (bytes);
      dex_promise_reject (d->promise,
                          g_error_new (ORCH_ERROR, ORCH_ERROR_FAILED, "Not enough memory to derive the key"));
      derivation_free (d);
      return NULL;
    }
  g_autoptr (OrchSecret) key = orch_secret_new (bytes, ORCH_SEALER_KEY_LENGTH);
  sodium_free (bytes);
  g_autoptr (OrchSealer) sealer = sealer_new (key, &d->header);
  derivation_finish (d, sealer);
  derivation_free (d);
  return NULL;
}

/* @d: (transfer full) */
static DexFuture *
derivation_start (Derivation *d)
{
  DexPromise *promise = dex_promise_new ();

  d->promise = dex_ref (promise);
  g_thread_unref (g_thread_new ("orch-derive", derive_thread, d));
  return DEX_FUTURE (promise);
}

static void
header_set_cost (Header *header, guint32 passes, guint32 kib)
{
  header->source = SOURCE_PASSPHRASE;
  header->derivation = DERIVATION_ARGON2ID;
  header->passes = cheap ? crypto_pwhash_argon2id_OPSLIMIT_MIN : passes;
  header->kib = cheap ? crypto_pwhash_argon2id_MEMLIMIT_MIN / 1024 : kib;
}

/* --- type ------------------------------------------------------------------------------- */

static void
orch_sealer_finalize (GObject *object)
{
  OrchSealer *self = ORCH_SEALER (object);

  g_clear_pointer (&self->key, orch_secret_unref);

  G_OBJECT_CLASS (orch_sealer_parent_class)->finalize (object);
}

static void
orch_sealer_class_init (OrchSealerClass *klass)
{
  if (sodium_init () < 0)
    g_error ("libsodium cannot start");

  G_OBJECT_CLASS (klass)->finalize = orch_sealer_finalize;
}

static void
orch_sealer_init (OrchSealer *self)
{
}

/* --- public ----------------------------------------------------------------------------- */

DexFuture *
orch_sealer_new_for_shared_key (OrchSecret *shared_key, const char *clinic_id)
{
  static const char salt_key[] = "orchestrateur-shared-key";

  g_return_val_if_fail (shared_key != NULL, NULL);
  g_return_val_if_fail (clinic_id != NULL, NULL);

  Derivation *d = g_new0 (Derivation, 1);
  d->passphrase = orch_secret_ref (shared_key);
  header_set_cost (&d->header, SHARED_PASSES, SHARED_KIB);
  crypto_generichash (d->header.salt, SALT_LENGTH, (const guint8 *) clinic_id, strlen (clinic_id),
                      (const guint8 *) salt_key, strlen (salt_key));
  return derivation_start (d);
}

DexFuture *
orch_sealer_new_for_envelope (OrchSecret *passphrase, GBytes *envelope)
{
  g_autoptr (GError) error = NULL;
  Header header = { 0 };

  g_return_val_if_fail (passphrase != NULL, NULL);
  g_return_val_if_fail (envelope != NULL, NULL);

  if (!header_read (envelope, &header, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  if (header.source != SOURCE_PASSPHRASE)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_REFUSED, "Not sealed with a passphrase");

  Derivation *d = g_new0 (Derivation, 1);
  d->passphrase = orch_secret_ref (passphrase);
  d->envelope = g_bytes_ref (envelope);
  d->header = header;
  return derivation_start (d);
}

OrchSealer *
orch_sealer_new_for_key (OrchSecret *key)
{
  Header header = { .source = SOURCE_RANDOM_KEY, .derivation = DERIVATION_NONE };

  g_return_val_if_fail (key != NULL, NULL);
  g_return_val_if_fail (orch_secret_get_length (key) == ORCH_SEALER_KEY_LENGTH, NULL);

  return sealer_new (key, &header);
}

const char *
orch_sealer_get_key_id (OrchSealer *self)
{
  g_return_val_if_fail (ORCH_IS_SEALER (self), NULL);

  return self->key_id;
}

GBytes *
orch_sealer_seal (OrchSealer *self, OrchSecret *secret, const char *scope, const char *purpose)
{
  g_return_val_if_fail (ORCH_IS_SEALER (self), NULL);
  g_return_val_if_fail (secret != NULL, NULL);
  g_return_val_if_fail (scope != NULL && purpose != NULL, NULL);

  gsize length = orch_secret_get_length (secret), associated_length;
  gsize size = HEADER_LENGTH + length + TAG_LENGTH;
  guint8 *bytes = g_malloc (size);

  header_write (&self->header, bytes);
  randombytes_buf (bytes + NONCE_OFFSET, crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
  g_autofree guint8 *associated = make_associated (bytes, scope, purpose, &associated_length);
  crypto_aead_xchacha20poly1305_ietf_encrypt (bytes + HEADER_LENGTH, NULL, orch_secret_get_data (secret), length,
                                              associated, associated_length, NULL, bytes + NONCE_OFFSET,
                                              orch_secret_get_data (self->key));
  return g_bytes_new_take (bytes, size);
}

OrchSecret *
orch_sealer_open (OrchSealer *self, GBytes *envelope, const char *scope, const char *purpose, GError **error)
{
  Header header = { 0 };

  g_return_val_if_fail (ORCH_IS_SEALER (self), NULL);
  g_return_val_if_fail (envelope != NULL, NULL);
  g_return_val_if_fail (scope != NULL && purpose != NULL, NULL);

  if (!header_read (envelope, &header, error))
    return NULL;
  if (memcmp (header.key_id, self->header.key_id, KEY_ID_LENGTH) != 0)
    {
      g_set_error (error, ORCH_ERROR, ORCH_ERROR_REFUSED, "Sealed with another key");
      return NULL;
    }

  gsize size, associated_length;
  const guint8 *bytes = g_bytes_get_data (envelope, &size);
  gsize length = size - HEADER_LENGTH - TAG_LENGTH;
  g_autofree guint8 *associated = make_associated (bytes, scope, purpose, &associated_length);
  guint8 *plain = sodium_malloc (length + 1);
  if (plain == NULL)
    {
      g_set_error (error, ORCH_ERROR, ORCH_ERROR_FAILED, "No guarded memory left");
      return NULL;
    }
  OrchSecret *secret = NULL;
  if (crypto_aead_xchacha20poly1305_ietf_decrypt (plain, NULL, NULL, bytes + HEADER_LENGTH, length + TAG_LENGTH,
                                                  associated, associated_length, bytes + NONCE_OFFSET,
                                                  orch_secret_get_data (self->key)) == 0)
    secret = orch_secret_new (plain, length);
  else
    g_set_error (error, ORCH_ERROR, ORCH_ERROR_REFUSED, "The sealed envelope was changed, or is of something else");
  sodium_free (plain);
  return secret;
}

char *
orch_sealer_dup_envelope_key_id (GBytes *envelope, GError **error)
{
  Header header = { 0 };

  g_return_val_if_fail (envelope != NULL, NULL);

  if (!header_read (envelope, &header, error))
    return NULL;
  char *text = g_malloc (2 * KEY_ID_LENGTH + 1);
  return sodium_bin2hex (text, 2 * KEY_ID_LENGTH + 1, header.key_id, KEY_ID_LENGTH);
}

DexFuture *
orch_sealer_wrap_key (OrchSecret *key, OrchSecret *passphrase, const char *person_id)
{
  g_return_val_if_fail (key != NULL, NULL);
  g_return_val_if_fail (passphrase != NULL, NULL);
  g_return_val_if_fail (person_id != NULL, NULL);

  Derivation *d = g_new0 (Derivation, 1);
  d->then = THEN_WRAP;
  d->key = orch_secret_ref (key);
  d->passphrase = orch_secret_ref (passphrase);
  d->scope = g_strdup (person_id);
  header_set_cost (&d->header, PERSON_PASSES, PERSON_KIB);
  randombytes_buf (d->header.salt, SALT_LENGTH);
  return derivation_start (d);
}

DexFuture *
orch_sealer_unwrap_key (GBytes *wrapped, OrchSecret *passphrase, const char *person_id)
{
  g_autoptr (GError) error = NULL;
  Header header = { 0 };

  g_return_val_if_fail (wrapped != NULL, NULL);
  g_return_val_if_fail (passphrase != NULL, NULL);
  g_return_val_if_fail (person_id != NULL, NULL);

  if (!header_read (wrapped, &header, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  if (header.source != SOURCE_PASSPHRASE)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_REFUSED, "Not sealed with a passphrase");

  Derivation *d = g_new0 (Derivation, 1);
  d->then = THEN_UNWRAP;
  d->envelope = g_bytes_ref (wrapped);
  d->passphrase = orch_secret_ref (passphrase);
  d->scope = g_strdup (person_id);
  d->header = header;
  return derivation_start (d);
}

void
orch_sealer_set_cheap (gboolean value)
{
  cheap = value;
}
