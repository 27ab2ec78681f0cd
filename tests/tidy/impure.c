/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a pure room must not touch, some of each kind: test-purity.py has to find them all. */
#include <fcntl.h>
#include <glib.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

void gtk_init (void);
void adw_init (void);
int sqlite3_initialize (void);
void soup_session_new (void);
void json_parser_new (void);
void g_task_new (void);
void g_file_new_for_path (void);

typedef void (*Forbidden) (void);
extern const Forbidden pf_test_impure[];

const Forbidden pf_test_impure[] = {
  /* clock */
  (Forbidden) clock_gettime, (Forbidden) gettimeofday, (Forbidden) time, (Forbidden) localtime_r,
  (Forbidden) g_get_monotonic_time, (Forbidden) g_get_real_time,
  (Forbidden) g_date_time_new_now_utc, (Forbidden) g_usleep,
  /* random */
  (Forbidden) rand, (Forbidden) random, (Forbidden) drand48, (Forbidden) getrandom,
  (Forbidden) g_random_int, (Forbidden) g_uuid_string_random,
  /* thread */
  (Forbidden) pthread_create, (Forbidden) g_thread_new, (Forbidden) g_mutex_lock,
  (Forbidden) g_cond_wait, (Forbidden) g_async_queue_new, (Forbidden) fork,
  /* loop */
  (Forbidden) g_timeout_add, (Forbidden) g_idle_add, (Forbidden) g_main_context_new,
  /* file */
  (Forbidden) open, (Forbidden) read, (Forbidden) fopen, (Forbidden) printf, (Forbidden) fwrite,
  (Forbidden) g_file_get_contents, (Forbidden) g_file_new_for_path, (Forbidden) unlink,
  /* socket */
  (Forbidden) socket, (Forbidden) connect, (Forbidden) poll,
  /* environment */
  (Forbidden) getenv, (Forbidden) g_getenv, (Forbidden) g_get_user_data_dir,
  /* libraries */
  (Forbidden) gtk_init, (Forbidden) adw_init, (Forbidden) sqlite3_initialize,
  (Forbidden) soup_session_new, (Forbidden) json_parser_new, (Forbidden) g_task_new,
};
