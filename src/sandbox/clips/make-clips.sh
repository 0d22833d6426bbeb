#!/bin/sh
# Makes the sandbox's videos anew: one for each resolution, shape and duration that Veo 3.1 offers, always with sound
# (the silent ones are made from these at run time). Needs ffmpeg with libx264; nothing else in the project does.
#
#   src/sandbox/clips/make-clips.sh
set -eu
cd "$(dirname "$0")"

# A lit disc: $1 colour, $2 diameter in pixels. One frame, repeated by the overlay that uses it.
disc() {
  printf "color=c=%s:s=%dx%d:r=24:d=0.04,format=rgba,geq=r='r(X,Y)':g='g(X,Y)':b='b(X,Y)':a='255*clip((W/2-hypot(X-W/2,Y-H/2))/3,0,1)'" \
    "$1" "$2" "$2"
}

# $1 file, $2 width, $3 height, $4 seconds
make_clip() {
  short=$(($2 < $3 ? $2 : $3))
  turn="2*PI*t/8"
  ffmpeg -v error -y \
    -f lavfi -i "gradients=s=$2x$3:r=24:d=$4:n=3:c0=0x16213E:c1=0x533483:c2=0xE07A5F:x0=0:y0=0:x1=$2:y1=$3:speed=0.00001:seed=3" \
    -f lavfi -i "$(disc 0xF2CC8F $((short / 2)))" \
    -f lavfi -i "$(disc 0x81B29A $((short / 4)))" \
    -f lavfi -i "$(disc 0x3D405B $((short / 6)))" \
    -f lavfi -i "aevalsrc='0.12*(sin(2*PI*220*t)+sin(2*PI*277.18*t)+sin(2*PI*329.63*t))*(0.6+0.4*sin(PI*t))':s=48000:d=$4" \
    -filter_complex "
      [0][1]overlay=x='(W-w)/2+W/5*cos($turn)':y='(H-h)/2+H/8*sin(2*$turn)':eof_action=repeat[a];
      [a][2]overlay=x='(W-w)/2-W/3*cos($turn)':y='(H-h)/2+H/3*sin($turn)':eof_action=repeat[b];
      [b][3]overlay=x='(W-w)/2+W/3*sin(2*$turn)':y='(H-h)/2-H/3*cos($turn)':eof_action=repeat,format=yuv420p[v]" \
    -map '[v]' -map 4:a -t "$4" \
    -c:v libx264 -profile:v high -preset slow -crf 38 -g 96 \
    -c:a aac -b:a 24k -ac 1 \
    -map_metadata -1 -fflags +bitexact -flags:v +bitexact -flags:a +bitexact -movflags +faststart "$1"
}

for seconds in 4 6 8; do
  make_clip "720p-16x9-${seconds}s.mp4" 1280 720 "$seconds"
  make_clip "720p-9x16-${seconds}s.mp4" 720 1280 "$seconds"
  make_clip "1080p-16x9-${seconds}s.mp4" 1920 1080 "$seconds"
  make_clip "1080p-9x16-${seconds}s.mp4" 1080 1920 "$seconds"
done
