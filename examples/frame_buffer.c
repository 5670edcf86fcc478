/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * frame_buffer.c - draw frames into memory that is written once and read by
 * another device, without pushing our data out of the caches
 *
 * A frame is cleared by memset_streaming(), and each line is drawn into a
 * buffer that stays in the first-level cache and copied out from there. A
 * display or an encoder reads the frame; we never do.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <streamcpy.h>

#define WIDTH	1920
#define HEIGHT	1080

struct frame {
	uint32_t pixels[HEIGHT][WIDTH];
};

static void draw_line(uint32_t *line, unsigned y, unsigned number)
{
	for (unsigned x = 0; x < WIDTH; x++)
		line[x] = (x ^ y) * number;
}

/* The upper quarter stays black. */
static void draw(struct frame *frame, unsigned number)
{
	uint32_t line[WIDTH];
	unsigned y = HEIGHT / 4;

	memset_streaming(frame->pixels, 0, y * sizeof(line));
	for (; y < HEIGHT; y++) {
		draw_line(line, y, number);
		memcpy_streaming(frame->pixels[y], line, sizeof(line));
	}
}

int main(void)
{
	struct frame *frame = aligned_alloc(64, sizeof(*frame));
	int bad;

	if (!frame)
		return 1;
	for (unsigned number = 1; number <= 3; number++) {
		draw(frame, number);
		memcpy_streaming_drain();	/* then tell the device */
	}
	bad = frame->pixels[0][7] != 0 ||
	      frame->pixels[1000][7] != (7 ^ 1000) * 3;
	printf("3 frames of %zu bytes by %s\n", sizeof(*frame),
	       streamcpy_backend()->name);
	free(frame);
	return bad;
}
