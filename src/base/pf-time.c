/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/pf-time.h"

#include <string.h>

static gint64
floor_div (gint64 a, gint64 b)
{
  return a / b - (a % b != 0 && (a < 0) != (b < 0));
}

/* a mod b, 0 <= it < b */
static gint64
floor_mod (gint64 a, gint64 b)
{
  return a % b + (a % b < 0 ? b : 0);
}

gint64
pf_time_day (gint64 ts_ns)
{
  return floor_div (ts_ns, PF_NS_PER_DAY);
}

gint64
pf_time_bucket (gint64 ts_ns, gint64 length_ns)
{
  /* 1970-01-01 was a Thursday: weeks count from the Monday before it. */
  gint64 origin = length_ns % (7 * PF_NS_PER_DAY) == 0 ? -3 * PF_NS_PER_DAY : 0;

  g_assert (length_ns > 0);
  return ts_ns - floor_mod (ts_ns - origin, length_ns);
}

/* --- the civil calendar: days since 1970 to and from year, month, day, in eras of 400 years --- */

static gint64
days_from_civil (gint64 year, guint month, guint day)
{
  gint64 y = year - (month <= 2), era = floor_div (y, 400), yoe = y - era * 400;
  gint64 doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

  return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

static void
civil_from_days (gint64 days, gint64 *year, guint *month, guint *day)
{
  gint64 z = days + 719468, era = floor_div (z, 146097), doe = z - era * 146097;
  gint64 yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
  gint64 doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;

  *day = (guint) (doy - (153 * mp + 2) / 5 + 1);
  *month = (guint) (mp < 10 ? mp + 3 : mp - 9);
  *year = yoe + era * 400 + (*month <= 2);
}

char *
pf_time_print (gint64 ts_ns, char buffer[PF_TIME_TEXT_MAX])
{
  gint64 day = pf_time_day (ts_ns), rest = floor_mod (ts_ns, PF_NS_PER_DAY), year;
  gint64 seconds = rest / PF_NS_PER_SECOND, fraction = rest % PF_NS_PER_SECOND;
  guint month, mday;
  int n;

  civil_from_days (day, &year, &month, &mday);
  n = g_snprintf (buffer, PF_TIME_TEXT_MAX, "%04d-%02u-%02uT%02d:%02d:%02d", (int)year, month, mday,
                  (int)(seconds / 3600), (int)(seconds / 60 % 60), (int)(seconds % 60));
  if (fraction % 1000000 == 0 && fraction != 0)
    n += g_snprintf (buffer + n, (gulong)(PF_TIME_TEXT_MAX - n), ".%03d",
                     (int)(fraction / 1000000));
  else if (fraction % 1000 == 0 && fraction != 0)
    n += g_snprintf (buffer + n, (gulong) (PF_TIME_TEXT_MAX - n), ".%06d", (int) (fraction / 1000));
  else if (fraction != 0)
    n += g_snprintf (buffer + n, (gulong) (PF_TIME_TEXT_MAX - n), ".%09d", (int) fraction);
  g_strlcpy (buffer + n, "Z", (gsize) (PF_TIME_TEXT_MAX - n));
  return buffer;
}

/* --- reading ---------------------------------------------------------------------------------- */

/* Well inside of what 64 bits of nanoseconds hold. */
#define FIRST_YEAR 1700
#define LAST_YEAR 2250

typedef struct { const char *at, *end; } Cursor;

static gboolean
take_digits (Cursor *c, guint n, gint64 *out)
{
  gint64 value = 0;

  if (c->end - c->at < (gssize) n)
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      if (!g_ascii_isdigit (c->at[i]))
        return FALSE;
      value = value * 10 + (c->at[i] - '0');
    }
  c->at += n;
  *out = value;
  return TRUE;
}

static gboolean
take_char (Cursor *c, char wanted)
{
  if (c->at == c->end || *c->at != wanted)
    return FALSE;
  c->at++;
  return TRUE;
}

static gboolean
take_date (Cursor *c, gint64 *day)
{
  gint64 year, month, mday, back_year;
  guint back_month, back_day;

  if (!take_digits (c, 4, &year) || !take_char (c, '-') || !take_digits (c, 2, &month)
      || !take_char (c, '-') || !take_digits (c, 2, &mday) || month < 1 || month > 12 || mday < 1)
    return FALSE;
  *day = days_from_civil (year, (guint) month, (guint) mday);
  civil_from_days (*day, &back_year, &back_month, &back_day);
  return back_month == month && back_day == mday && year >= FIRST_YEAR && year <= LAST_YEAR;
}

/* "-AM" or "-PM" after an hour 1..12 */
static gboolean
take_half_day (Cursor *c, gint64 *hour)
{
  gboolean afternoon;

  if (c->end - c->at != 3 || c->at[0] != '-' || c->at[2] != 'M'
      || (c->at[1] != 'A' && c->at[1] != 'P') || *hour < 1 || *hour > 12)
    return FALSE;
  afternoon = c->at[1] == 'P';
  *hour = *hour % 12 + (afternoon ? 12 : 0);
  c->at += 3;
  return TRUE;
}

static gboolean
take_fraction (Cursor *c, gint64 *ns)
{
  gint64 scale = PF_NS_PER_SECOND / 10;

  if (!take_char (c, '.') && !take_char (c, ','))
    return TRUE;
  if (c->at == c->end || !g_ascii_isdigit (*c->at))
    return FALSE;
  for (; c->at < c->end && g_ascii_isdigit (*c->at); c->at++, scale /= 10)
    {
      if (scale == 0 && *c->at != '0')
        return FALSE;
      *ns += (*c->at - '0') * scale;
    }
  return TRUE;
}

static gboolean
take_zone (Cursor *c, gint64 *offset_ns)
{
  gint64 hours, minutes = 0, sign;

  if (c->at == c->end || take_char (c, 'Z') || take_char (c, 'z'))
    return TRUE;
  sign = *c->at == '-' ? -1 : 1;
  if (!take_char (c, '+') && !take_char (c, '-'))
    return FALSE;
  if (!take_digits (c, 2, &hours))
    return FALSE;
  if ((take_char (c, ':') || c->at < c->end) && !take_digits (c, 2, &minutes))
    return FALSE;
  *offset_ns = sign * (hours * PF_NS_PER_HOUR + minutes * PF_NS_PER_MINUTE);
  return hours < 24 && minutes < 60;
}

gboolean
pf_time_parse (const char *text, gssize length, gint64 *ts_ns)
{
  Cursor c = { text, text + (length < 0 ? (gssize) strlen (text) : length) };
  gint64 day, hour = 0, minute = 0, second = 0, ns = 0, offset_ns = 0, result;

  if (!take_date (&c, &day))
    return FALSE;
  if (c.at < c.end)
    {
      if (!take_char (&c, 'T') && !take_char (&c, ' '))
        return FALSE;
      if (!take_digits (&c, 2, &hour))
        return FALSE;
      if (!take_half_day (&c, &hour))
        {
          if (!take_char (&c, ':') || !take_digits (&c, 2, &minute))
            return FALSE;
          if (take_char (&c, ':') && (!take_digits (&c, 2, &second) || !take_fraction (&c, &ns)))
            return FALSE;
          if (!take_zone (&c, &offset_ns))
            return FALSE;
        }
    }
  if (c.at != c.end || hour > 23 || minute > 59 || second > 59)
    return FALSE;
  result = day * PF_NS_PER_DAY + hour * PF_NS_PER_HOUR + minute * PF_NS_PER_MINUTE
           + second * PF_NS_PER_SECOND + ns - offset_ns;
  /* The offset may have led out of the years, and what is read has to be readable when printed. */
  if (result < days_from_civil (FIRST_YEAR, 1, 1) * PF_NS_PER_DAY
      || result >= days_from_civil (LAST_YEAR + 1, 1, 1) * PF_NS_PER_DAY)
    return FALSE;
  *ts_ns = result;
  return TRUE;
}

/* --- timeframes ------------------------------------------------------------------------------- */

static const struct { char letter; gint64 ns; } units[] = {
  { 'w', 7 * PF_NS_PER_DAY }, { 'd', PF_NS_PER_DAY }, { 'h', PF_NS_PER_HOUR },
  { 'm', PF_NS_PER_MINUTE }, { 's', PF_NS_PER_SECOND },
};

gboolean
pf_timeframe_parse (const char *text, gint64 *length_ns)
{
  gint64 n = 0;
  const char *at = text;

  for (; g_ascii_isdigit (*at) && at - text < 5; at++)
    n = n * 10 + (*at - '0');
  if (at == text || n == 0 || at[0] == '\0' || at[1] != '\0')
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    if (units[i].letter == *at && n <= 366 * PF_NS_PER_DAY / units[i].ns)
      {
        *length_ns = n * units[i].ns;
        return TRUE;
      }
  return FALSE;
}

char *
pf_timeframe_print (gint64 length_ns, char buffer[PF_TIME_TEXT_MAX])
{
  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    if (length_ns % units[i].ns == 0)
      {
        g_snprintf (buffer, PF_TIME_TEXT_MAX, "%" G_GINT64_FORMAT "%c", length_ns / units[i].ns,
                    units[i].letter);
        return buffer;
      }
  g_snprintf (buffer, PF_TIME_TEXT_MAX, "%" G_GINT64_FORMAT "ns", length_ns);
  return buffer;
}
