dnl SPDX-License-Identifier: BSD-2-Clause
dnl SC_WARNINGS - WARN_CFLAGS; -Werror for developers and distcheck only
AC_DEFUN([SC_WARNINGS], [
AC_ARG_ENABLE([werror], [AS_HELP_STRING([--enable-werror],
	[treat warnings of the compiler as errors])], [], [enable_werror=no])
WARN_CFLAGS="-Wall -Wextra -Wstrict-prototypes -Wmissing-prototypes -Wshadow -Wpointer-arith"
AS_IF([test "$enable_werror" = yes], [WARN_CFLAGS="$WARN_CFLAGS -Werror"])
AC_SUBST([WARN_CFLAGS])
])
