/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A record's text in the journal, behind a letter for its type: what is read is written again as
 * the very same bytes. */
#include "fuzz.h"

#include <string.h>

#include "store/pf-journal-codec.h"
#include "store/pf-journal.h"

const char *const fuzz_seeds[] = {
  "a10000.5",
  "a-0.000000000000000001",
  "b7 10000.5 9:sma_cross",
  "b7 10000 47:sma_cross,symbol=BTCUSDT,direction=both,fast=10",
  "c7 1 13 -9223372036854775808 10:Too late: ",
  "d12 7:P4f2a-1 0: 7 3 1 2 0 4 1 2 1 0 0.5 0.25 12500.75 1.2 0 49000 50003 1 -1",
  "e12 3 2:V9 22:Margin is insufficient",
  "f12 7 3 4:t 77 1 50003 0.25 0.000000000000000001 2 1700000000000000000",
  "g1 7 3 0 0.5 50000 51000 1 -499 -0.000000000001 2 1 2",
  "h9 8 7 -1 0 7:1200.50 4:1000 3:No. 5",
  "i1 3:All",
  "j7 3 1700000000000000000",
  "k7 19675 10000 9000 10500.25",
  NULL
};

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  PfRecord record;
  char again[PF_RECORD_TEXT_MAX];
  guint type;

  if (size == 0)
    return 0;
  type = (guint) data[0] - 'a';
  if (!pf_record_decode ((PfRecordType) type, 5, (const char *) data + 1, size - 1, &record,
                         &error))
    {
      g_assert_error (error, PF_JOURNAL_ERROR, PF_JOURNAL_ERROR_CORRUPT);
      return 0;
    }
  g_assert_no_error (error);
  g_assert_cmpuint (type, <, PF_N_RECORDS);
  g_assert_cmpuint (record.type, ==, type);
  g_assert_cmpint (record.ts_ns, ==, 5);
  g_assert_cmpuint (pf_record_encode (&record, again), ==, size - 1);
  g_assert_true (memcmp (again, data + 1, size - 1) == 0);
  return 0;
}
