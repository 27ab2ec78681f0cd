/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers, times and timeframes: what is read is printed, and read again as the same. */
#include "fuzz.h"

#include "base/pf-decimal.h"
#include "base/pf-time.h"

const char *const fuzz_seeds[] = {
  "0", "-0.5", "1", "43210.12345678", "0.000000000000000001", "-170141183460469231731.687303715884",
  "170141183460469231731.687303715884105727", "99999999999999999999", "0.04", "1e8", "+1", "007",
  "2019-10-17 09-AM", "2019-10-17T09:30:00Z", "1571302800", "1571302800000", "15m", "1h", "4h",
  "1d", "1w", NULL
};

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (GError) error = NULL;
  PfMoney money;
  PfRate percent;
  gint64 ns;

  if (pf_money_parse (text, &money, &error))
    {
      g_autofree char *printed = pf_money_to_string (money);
      PfMoney again;

      g_assert_true (pf_money_parse (printed, &again, NULL));
      g_assert_cmpint (pf_money_compare (money, again), ==, 0);
    }
  else
    {
      g_assert_nonnull (error);
    }
  if (pf_rate_parse_percent (text, &percent, NULL))
    {
      g_autofree char *printed = pf_rate_to_percent_string (percent);
      PfRate again;

      g_assert_true (pf_rate_parse_percent (printed, &again, NULL));
      g_assert_true (again.e12 == percent.e12);
    }
  if (pf_time_parse ((const char *) data, (gssize) size, &ns))
    {
      char printed[PF_TIME_TEXT_MAX];
      gint64 again;

      pf_time_print (ns, printed);
      g_assert_true (pf_time_parse (printed, -1, &again));
      g_assert_cmpint (again, ==, ns);
    }
  if (pf_timeframe_parse (text, &ns))
    {
      char printed[PF_TIME_TEXT_MAX];
      gint64 again;

      g_assert_cmpint (ns, >, 0);
      g_assert_true (pf_timeframe_parse (pf_timeframe_print (ns, printed), &again));
      g_assert_cmpint (again, ==, ns);
    }
  return 0;
}
