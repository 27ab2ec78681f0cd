/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "object/pf-format.h"

#include "base/pf-text.h"

#include <math.h>

/* sign, digits in groups of three, fraction */
static char *
group (PfInt128 e18, guint shown, gboolean always_signed)
{
  return pf_text_number (e18, PF_DECIMALS, shown, always_signed);
}

char *
pf_format_money (PfMoney money)
{
  return group (money.e18, 2, FALSE);
}

char *
pf_format_pnl (PfMoney money)
{
  return group (money.e18, 2, TRUE);
}

static char *
percent_text (double percent, gboolean always_signed)
{
  const char *sign = "";
  double shown = fabs (percent);

  if (!isfinite (percent))
    return g_strdup ("\xe2\x80\x93");
  if (shown >= 0.005)
    sign = percent < 0 ? PF_TEXT_MINUS : always_signed ? "+" : "";
  return g_strdup_printf ("%s%.2f" PF_TEXT_THIN_SPACE "%%", sign, shown);
}

char *
pf_format_signed_percent (double percent)
{
  return percent_text (percent, TRUE);
}

char *
pf_format_percent (double percent)
{
  return percent_text (percent, FALSE);
}

char *
pf_format_price (PfPrice price, guint decimals)
{
  return price.e18 == 0 ? g_strdup ("\xe2\x80\x93") : group (price.e18, decimals, FALSE);
}

char *
pf_format_quantity (PfQuantity quantity)
{
  return pf_quantity_to_string (quantity);
}

char *
pf_format_measure (const char *text)
{
  const PfInt128 unit = pf_money_from_int (1).e18;
  PfInt128 value;

  if (!pf_decimal_parse (text, -1, PF_DECIMALS, &value, NULL))
    return g_strdup (text);
  if (value % unit == 0)
    return group (value, 0, FALSE);
  /* less than one may be a quantity: its digits count */
  if (pf_int128_magnitude (value) < (PfUint128) unit)
    return pf_money_to_string ((PfMoney){ value });
  return group (value, 2, FALSE);
}

char *
pf_format_duration (gint64 from_ns, gint64 to_ns)
{
  gint64 seconds = MAX (0, to_ns - from_ns) / PF_NS_PER_SECOND;

  if (seconds < 60)
    return g_strdup_printf ("%d s", (int) seconds);
  if (seconds < 3600)
    return g_strdup_printf ("%d m", (int) (seconds / 60));
  if (seconds < 86400)
    return g_strdup_printf ("%d h %d m", (int) (seconds / 3600), (int) (seconds / 60 % 60));
  return g_strdup_printf ("%d d %d h", (int) (seconds / 86400), (int) (seconds / 3600 % 24));
}

char *
pf_format_time (gint64 ts_ns)
{
  return pf_text_time (ts_ns);
}

const char *
pf_format_pnl_class (PfMoney money)
{
  /* as it is shown: half a cent is nothing */
  PfInt128 cents = money.e18 / 5000000000000000;

  return cents > 0 ? "gain" : cents < 0 ? "loss" : "even";
}

const char *
pf_format_status_class (PfDeploymentStatus status)
{
  static const char *const names[PF_N_DEPLOYMENT_STATUSES]
      = { "active", "paused", "stopped", "error" };

  g_assert ((guint) status < PF_N_DEPLOYMENT_STATUSES);
  return names[status];
}
