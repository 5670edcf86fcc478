## SPDX-License-Identifier: BSD-2-Clause
## local.mk - what distributions and build systems ask for: CMake's files, the
## tarball

streamcpycmakedir = $(libdir)/cmake/streamcpy
streamcpycmake_DATA = streamcpyConfig.cmake streamcpyConfigVersion.cmake
zonedevcmakedir = $(libdir)/cmake/zonedev
if ZONEDEV
zonedevcmake_DATA = zonedevConfig.cmake zonedevConfigVersion.cmake
endif

## glibc finds libraries in /usr/local/lib by a cache that root has to make anew.
## Packages, which are installed below a DESTDIR, do that themselves.
LDCONFIG = ldconfig
make_cache = test -n "$(DESTDIR)" || test "`id -u`" != 0 || \
	PATH="$$PATH:/usr/sbin:/sbin" $(LDCONFIG) 2>/dev/null || :
install-exec-hook:
	@$(make_cache)

## Directories of our own; automake removes files only.
uninstall-hook:
	@$(make_cache)
	-rmdir "$(DESTDIR)$(streamcpycmakedir)" "$(DESTDIR)$(zonedevcmakedir)" \
		"$(DESTDIR)$(libdir)/cmake" 2>/dev/null

## make dist gives the same bytes wherever, whenever and by whomever it is
## called: sorted, no owner, fixed modes, the time of the last commit or, in a
## tarball, of its files.
dist_epoch = `if test -n "$$SOURCE_DATE_EPOCH"; then \
		echo "$$SOURCE_DATE_EPOCH"; \
	elif test -e $(srcdir)/.git; then \
		git -C $(srcdir) log -1 --format=%ct; \
	else stat -c %Y $(srcdir)/ChangeLog; fi`
am__tar = LC_ALL=C $${TAR-tar} --format=ustar --sort=name --owner=0 \
	--group=0 --numeric-owner --mode=u+rw,go=u,go-w \
	--mtime="@$(dist_epoch)" -chf - "$$tardir"

EXTRA_DIST += packaging/libstreamcpy.spec
