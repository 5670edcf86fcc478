dnl SPDX-License-Identifier: BSD-2-Clause
dnl SC_VERSION_SCRIPT - whether the linker takes a symbol map
AC_DEFUN([SC_VERSION_SCRIPT], [
AC_CACHE_CHECK([for linker version scripts], [sc_cv_version_script], [
	echo 'V { global: main; local: *; };' > conftest.map
	sc_save_LDFLAGS=$LDFLAGS
	LDFLAGS="$LDFLAGS -Wl,--version-script=conftest.map"
	AC_LINK_IFELSE([AC_LANG_PROGRAM()],
		[sc_cv_version_script=yes], [sc_cv_version_script=no])
	LDFLAGS=$sc_save_LDFLAGS
	rm -f conftest.map])
AM_CONDITIONAL([VERSION_SCRIPT], [test $sc_cv_version_script = yes])
])
