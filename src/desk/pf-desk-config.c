/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk/pf-desk-core.h"

#include <string.h>
#include <time.h>

/* The one clock goes on in suspend, the other stands still. */
static gint64
machine_slept_us (gpointer user_data)
{
  struct timespec boot, awake;

  if (clock_gettime (CLOCK_BOOTTIME, &boot) != 0 || clock_gettime (CLOCK_MONOTONIC, &awake) != 0)
    return 0;
  return (boot.tv_sec - awake.tv_sec) * G_USEC_PER_SEC + (boot.tv_nsec - awake.tv_nsec) / 1000;
}

PfDeskConfig *
pf_desk_config_new (void)
{
  PfDeskConfig *self = g_new0 (PfDeskConfig, 1);
  gint64 now_ns = g_get_real_time () * 1000;

  self->data_dir = pf_desk_default_data_dir ();
  self->feed = PF_FEED_PRACTICE;
  self->seed = 1;
  self->start_ns = pf_time_bucket (now_ns, PF_NS_PER_MINUTE);
  self->speed = 1;
  self->balance = pf_money_from_int (10000);
  self->fee_rate = pf_rate_from_ppm (400);
  self->slept_us = machine_slept_us;
  return self;
}

void
pf_desk_config_free (PfDeskConfig *self)
{
  if (self == NULL)
    return;
  g_free (self->data_dir);
  g_free (self->symbol);
  pf_bar_series_free (self->replay);
  g_free (self);
}

char *
pf_desk_default_data_dir (void)
{
  return g_build_filename (g_get_user_data_dir (), "pilotfish", NULL);
}

static void
add_number (GChecksum *sum, PfInt128 value)
{
  char text[PF_DECIMAL_TEXT_MAX + 1];

  pf_decimal_print (value, PF_DECIMALS, text);
  g_checksum_update (sum, (const guchar *) text, (gssize) strlen (text) + 1);
}

char *
pf_desk_config_environment (const PfDeskConfig *self)
{
  g_autoptr (GChecksum) sum = NULL;

  if (self->feed == PF_FEED_PRACTICE)
    return g_strdup ("practice");
  sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_checksum_update (sum, (const guchar *) self->symbol, (gssize) strlen (self->symbol) + 1);
  add_number (sum, self->balance.e18);
  add_number (sum, self->fee_rate.e12);
  add_number (sum, self->slippage.e12);
  add_number (sum, self->replay->decimals);
  add_number (sum, self->replay->timeframe_ns);
  for (guint i = 0; i < pf_bar_series_length (self->replay); i++)
    {
      const PfBar *bar = pf_bar_series_get (self->replay, i);
      const gint64 numbers[] = { bar->ts_open_ns, bar->open, bar->high, bar->low, bar->close };
      g_checksum_update (sum, (const guchar *) numbers, sizeof numbers);
      g_checksum_update (sum, (const guchar *) &bar->volume, sizeof bar->volume);
    }
  return g_strdup_printf ("replay-%.12s", g_checksum_get_string (sum));
}

/* --- settings of a journal -------------------------------------------------------------------- */

/* The journal's word, or ours, which it then keeps. NULL with error when it cannot. */
static char *
settle_one (PfJournal *journal, const char *name, char *ours, gboolean *differs, GError **error)
{
  g_autofree char *given = ours;
  char *kept = pf_journal_get_setting (journal, name);

  if (kept != NULL)
    {
      *differs |= strcmp (kept, given) != 0;
      return kept;
    }
  if (!pf_journal_set_setting (journal, name, given, error))
    return NULL;
  return g_steal_pointer (&given);
}

static char *
new_install_id (void)
{
  static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789";
  char id[5] = "";

  for (guint i = 0; i < 4; i++)
    id[i] = letters[g_random_int_range (0, sizeof letters - 1)];
  return g_strdup (id);
}

/**
 * pf_desk_config_settle:
 *
 * A journal goes on with the settings it was begun with: a market of another seed or another fee
 * would not be the one its positions came from. Takes them over into the config.
 *
 * Returns: (transfer full): the id of this installation, or NULL with error
 */
char *
pf_desk_config_settle (PfDeskConfig *self, PfJournal *journal, char **note, GError **error)
{
  gboolean other = FALSE, any = FALSE;
  g_autofree char *install = settle_one (journal, "install", new_install_id (), &any, error);
  g_autofree char *start = NULL, *seed = NULL, *balance = NULL, *fee = NULL, *slippage = NULL;

  if (install == NULL)
    return NULL;
  start = settle_one (journal, "start_ns", g_strdup_printf ("%" G_GINT64_FORMAT, self->start_ns),
                      &any, error);
  seed = start ? settle_one (journal, "seed", g_strdup_printf ("%" G_GUINT64_FORMAT, self->seed),
                             &other, error) : NULL;
  balance = seed ? settle_one (journal, "balance", pf_money_to_string (self->balance), &other,
                              error)
                 : NULL;
  fee = balance ? settle_one (journal, "fee_rate", pf_rate_to_string (self->fee_rate), &other,
                            error)
                : NULL;
  slippage = fee ? settle_one (journal, "slippage", pf_rate_to_string (self->slippage), &other,
                               error) : NULL;
  if (slippage == NULL)
    return NULL;
  if (!g_ascii_string_to_signed (start, 10, 0, G_MAXINT64, &self->start_ns, error)
      || !g_ascii_string_to_unsigned (seed, 10, 0, G_MAXUINT64, &self->seed, error)
      || !pf_money_parse (balance, &self->balance, error)
      || !pf_rate_parse (fee, &self->fee_rate, error)
      || !pf_rate_parse (slippage, &self->slippage, error))
    return NULL;
  if (other && *note == NULL)
    *note
        = g_strdup_printf ("This desk was begun with seed %s, balance %s, fee rate %s and "
                           "slippage %s; they stay. Choose another data folder for other settings.",
                           seed, balance, fee, slippage);
  return g_steal_pointer (&install);
}
