## SPDX-License-Identifier: BSD-2-Clause
## local.mk - the manual pages

dist_man_MANS = man/libstreamcpy.7 man/memcpy_flushcache.3 \
	man/memcpy_from_wc.3 man/memcpy_streaming.3 \
	man/memcpy_streaming_drain.3 man/memmove_streaming.3 \
	man/memset_streaming.3 man/streamcpy.1 man/streamcpy_backend.3 \
	man/streamcpy_backends.3 man/streamcpy_can_flush.3 \
	man/streamcpy_fill.3 man/streamcpy_known_backends.3 \
	man/streamcpy_select.3 man/streamcpy_version.3
if ZONEDEV
dist_man_MANS += man/libzonedev.3 man/zonedev.1
endif
