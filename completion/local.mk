## SPDX-License-Identifier: BSD-2-Clause
## local.mk - completion for bash and zsh: one text, a copy for each tool

bashcompletiondir = $(datadir)/bash-completion/completions
zshcompletiondir = $(datadir)/zsh/site-functions
nodist_bashcompletion_DATA = completion/streamcpy
nodist_zshcompletion_DATA = completion/_streamcpy
if ZONEDEV
nodist_bashcompletion_DATA += completion/zonedev
nodist_zshcompletion_DATA += completion/_zonedev
endif
COMPLETE = $(MKDIR_P) completion && \
	sed "s/@TOOL@/`echo $(@F) | tr -d _`/g"
completion/streamcpy completion/zonedev: completion/tool.bash.in
	$(AM_V_GEN)$(COMPLETE) $(srcdir)/completion/tool.bash.in >$@
completion/_streamcpy completion/_zonedev: completion/tool.zsh.in
	$(AM_V_GEN)$(COMPLETE) $(srcdir)/completion/tool.zsh.in >$@
CLEANFILES += completion/streamcpy completion/_streamcpy \
	completion/zonedev completion/_zonedev
EXTRA_DIST += completion/tool.bash.in completion/tool.zsh.in
