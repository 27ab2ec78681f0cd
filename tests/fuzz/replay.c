/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs a fuzz target over its seeds, everything they begin with, and mutations of them; the same
 * ones each time. The input that breaks it is written to stderr. */
#include "fuzz.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

#define N_MUTATIONS 20000
#define MUTATIONS_AT_ONCE 4

static GByteArray *input;

static void
give (const void *data, gsize size)
{
  /* exactly as long, so that a sanitizer sees one byte too many */
  g_autofree guint8 *copy = size > 0 ? g_memdup2 (data, size) : (guint8 *) g_strdup ("");

  g_byte_array_set_size (input, 0);
  if (size > 0)
    g_byte_array_append (input, data, (guint) size);
  LLVMFuzzerTestOneInput (copy, size);
}

static void
show_input (int number)
{
  static const char head[] = "\nThe input:\n";

  if (write (STDERR_FILENO, head, sizeof head - 1) < 0 ||
      write (STDERR_FILENO, input->data, input->len) < 0)
    _exit (1);
  signal (number, SIG_DFL);
  raise (number);
}

static void
test_seeds (void)
{
  for (guint i = 0; fuzz_seeds[i] != NULL; i++)
    give (fuzz_seeds[i], strlen (fuzz_seeds[i]));
}

static void
test_prefixes (void)
{
  for (guint i = 0; fuzz_seeds[i] != NULL; i++)
    for (gsize length = 0; length < strlen (fuzz_seeds[i]); length++)
      give (fuzz_seeds[i], length);
}

/* One change: a byte, a piece cut out, a piece of a seed put in. */
static void
mutate (GString *text, GRand *rand, guint n_seeds)
{
  static const char likely[] = "0123456789.,-+=eE: \n\"\t";
  gsize at = (gsize) g_rand_int_range (rand, 0, (gint) text->len + 1);
  gsize length = (gsize) g_rand_int_range (rand, 0, 48);

  if (text->len > 0 && g_rand_boolean (rand))
    {
      char byte = g_rand_boolean (rand) ? likely[g_rand_int_range (rand, 0, sizeof likely - 1)]
                                        : (char) g_rand_int_range (rand, 0, 256);
      text->str[at % text->len] = byte;
    }
  else if (g_rand_boolean (rand))
    {
      g_string_erase (text, (gssize) at, (gssize) MIN (length, text->len - at));
    }
  else
    {
      const char *seed = fuzz_seeds[g_rand_int_range (rand, 0, (gint) n_seeds)];
      gsize from = (gsize) g_rand_int_range (rand, 0, (gint) strlen (seed) + 1);

      g_string_insert_len (text, (gssize) at, seed + from,
                           (gssize) MIN (length, strlen (seed) - from));
    }
}

static void
test_mutations (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  guint n_seeds = g_strv_length ((char **) fuzz_seeds);

  for (guint i = 0; i < N_MUTATIONS; i++)
    {
      g_autoptr (GString) text = g_string_new (fuzz_seeds[i % n_seeds]);
      guint changes = (guint) g_rand_int_range (rand, 1, MUTATIONS_AT_ONCE + 1);

      while (changes-- > 0)
        mutate (text, rand, n_seeds);
      give (text->str, text->len);
    }
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  input = g_byte_array_new ();
  signal (SIGABRT, show_input);
  g_test_add_func ("/pf/fuzz/" FUZZ_NAME "/seeds", test_seeds);
  g_test_add_func ("/pf/fuzz/" FUZZ_NAME "/prefixes", test_prefixes);
  g_test_add_func ("/pf/fuzz/" FUZZ_NAME "/mutations", test_mutations);
  status = g_test_run ();
  g_byte_array_unref (input);
  return status;
}
