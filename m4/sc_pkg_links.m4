dnl SPDX-License-Identifier: BSD-2-Clause
dnl SC_PKG_LINKS(PREFIX, MODULE, HEADER, EXPRESSION) - PKG_CHECK_MODULES, and
dnl whether a program with EXPRESSION links: the answer is in sc_have_PREFIX
dnl
dnl pkg-config may find the library of another ABI than the one we build for:
dnl with CC="gcc -m32" or musl-gcc, and with a bare --host.
AC_DEFUN([SC_PKG_LINKS], [
PKG_CHECK_MODULES([$1], [$2], [sc_have_$1=yes], [sc_have_$1=no])
AS_IF([test $sc_have_$1 = yes], [
	sc_save_CFLAGS=$CFLAGS sc_save_LIBS=$LIBS
	CFLAGS="$CFLAGS $[]$1[]_CFLAGS" LIBS="$[]$1[]_LIBS $LIBS"
	AC_MSG_CHECKING([whether $2 links])
	AC_LINK_IFELSE([AC_LANG_PROGRAM([[#include <$3>]],
			[[return $4;]])],
		[], [sc_have_$1=no])
	AC_MSG_RESULT([$sc_have_$1])
	CFLAGS=$sc_save_CFLAGS LIBS=$sc_save_LIBS])
AS_IF([test $sc_have_$1 = no], [$1[]_CFLAGS= $1[]_LIBS=])
])
