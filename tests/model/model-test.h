/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Short ways to write and compare exact numbers in the tests of this room. */
#pragma once

#include "base/pf-decimal.h"

static inline PfPrice
price (const char *text)
{
  PfPrice out = PF_PRICE_ZERO;

  g_assert_true (pf_price_parse (text, &out, NULL));
  return out;
}

static inline PfQuantity
quantity (const char *text)
{
  PfQuantity out = PF_QUANTITY_ZERO;

  g_assert_true (pf_quantity_parse (text, &out, NULL));
  return out;
}

static inline PfMoney
money (const char *text)
{
  PfMoney out = PF_MONEY_ZERO;

  g_assert_true (pf_money_parse (text, &out, NULL));
  return out;
}

#define assert_e18(actual, expected) \
  G_STMT_START \
    { \
      char actual_text[PF_DECIMAL_TEXT_MAX]; \
      g_assert_cmpstr (pf_decimal_print ((actual).e18, PF_DECIMALS, actual_text), ==, expected); \
    } \
  G_STMT_END
