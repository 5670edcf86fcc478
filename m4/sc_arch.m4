dnl SPDX-License-Identifier: BSD-2-Clause
dnl SC_ARCH - which directory of arch/ to build
dnl
dnl The compiler's macros decide, not $host_cpu: CC="gcc -m32" on x86-64 builds
dnl for i386, which has no backend of its own.
AC_DEFUN([SC_ARCH], [
AC_ARG_WITH([arch], [AS_HELP_STRING([--with-arch=generic],
	[build the portable backend only])], [], [with_arch=auto])
sc_arch=generic
AS_CASE([$with_arch],
	[auto], [
		AC_MSG_CHECKING([for the architecture])
		AC_COMPILE_IFELSE([AC_LANG_PROGRAM([], [
#if !defined __x86_64__ || defined __ILP32__
#error no
#endif
])], [sc_arch=x86])
		AC_COMPILE_IFELSE([AC_LANG_PROGRAM([], [
#if !defined __aarch64__ || defined __ILP32__
#error no
#endif
])], [sc_arch=arm64])
		AC_MSG_RESULT([$sc_arch])],
	[generic], [],
	[AC_MSG_ERROR([--with-arch=$with_arch: only generic can be asked for])])
AM_CONDITIONAL([ARCH_X86], [test $sc_arch = x86])
AM_CONDITIONAL([ARCH_ARM64], [test $sc_arch = arm64])
])
