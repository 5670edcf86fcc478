/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * load.h - other cores kept busy with memory
 */
#ifndef LOAD_H
#define LOAD_H

/*
 * So many threads that copy 64 MiB over and over until load_stop(). 0, or
 * -errno with none left; both are for one caller at a time.
 */
int load_start(unsigned threads);
void load_stop(void);

#endif
