/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers, times and timeframes: what is read is printed, and read again as the same. */
#include "fuzz.h"

#include "base/pf-decimal.h"
#include "base/pf-time.h"

#include <string.h>

const char *const fuzz_seeds[] = {
  "0", "-0.5", "1", "43210.12345678", "0.000000000000000001", "-170141183460469231731.687303715884",
  "170141183460469231731.687303715884105727", "99999999999999999999", "0.04", "1e8", "+1", "007",
  "2019-10-17 09-AM", "2019-10-17T09:30:00Z", "1700-01-01 00:00:00,5+05:30",
  "2250-12-31T23:59:59.123456789-0100", "1571302800", "1571302800000", "15m", "1h", "4h",
  "1d", "1w", NULL
};

/* A refusal says why in a short sentence that can be shown, whatever the bytes were. */
static void
check_error (const GError *error)
{
  g_assert_nonnull (error);
  g_assert_true (error->domain == PF_DECIMAL_ERROR);
  g_assert_cmpuint (strlen (error->message), <, 300);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
}

static void
try_decimal (const char *bytes, gsize size, guint decimals)
{
  g_autoptr (GError) error = NULL;
  PfInt128 value = 42, again = 43;
  char printed[PF_DECIMAL_TEXT_MAX];

  if (!pf_decimal_parse (bytes, (gssize) size, decimals, &value, &error))
    {
      g_assert_true (value == 42);
      check_error (error);
      return;
    }
  g_assert_no_error (error);
  pf_decimal_print (value, decimals, printed);
  g_assert_true (pf_decimal_parse (printed, -1, decimals, &again, NULL));
  g_assert_true (again == value);
}

static void
try_rates (const char *text)
{
  gboolean (*const parse[]) (const char *, PfRate *, GError **)
      = { pf_rate_parse, pf_rate_parse_percent, pf_rate_parse_bps };

  for (guint i = 0; i < G_N_ELEMENTS (parse); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *printed = NULL;
      PfRate rate = { 42 }, again = { 43 };

      if (!parse[i](text, &rate, &error))
        {
          g_assert_cmpint (rate.e12, ==, 42);
          check_error (error);
          continue;
        }
      printed = pf_rate_to_string (rate);
      g_assert_true (pf_rate_parse (printed, &again, NULL));
      g_assert_cmpint (again.e12, ==, rate.e12);
    }
}

static void
try_times (const char *bytes, gsize size, const char *text)
{
  gint64 ns = 42, length = 43, again;
  char printed[PF_TIME_TEXT_MAX];

  if (pf_time_parse (bytes, (gssize) size, &ns))
    {
      g_assert_true (pf_time_parse (pf_time_print (ns, printed), -1, &again));
      g_assert_cmpint (again, ==, ns);
    }
  else
    {
      g_assert_cmpint (ns, ==, 42);
    }
  if (pf_timeframe_parse (text, &length))
    {
      g_assert_cmpint (length, >, 0);
      g_assert_true (pf_timeframe_parse (pf_timeframe_print (length, printed), &again));
      g_assert_cmpint (again, ==, length);
    }
  else
    {
      g_assert_cmpint (length, ==, 43);
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);

  try_decimal ((const char *) data, size, PF_DECIMALS);
  try_decimal ((const char *) data, size, (guint) size % PF_DECIMALS);
  try_rates (text);
  try_times ((const char *) data, size, text);
  return 0;
}
