# shellcheck shell=bash
# The base images, put into the set's registry under their usual names: copied from the public registry where that is
# reached, else made from Debian's packages. Made once, kept as archives under a key of what they are made from.

ARCHIVES_DIR=$STATE_DIR/images

# images_up NAME...: in the order that one may be built from another.
images_up() {
  local name missing=()
  for name in "$@"; do
    [[ -n ${IMAGE_TAGS[$name]:-} ]] || fail "there is no image '$name'; there are: ${IMAGES[*]}"
    image_is_there "$name" || missing+=("$name")
  done
  ((${#missing[@]} > 0)) || return 0
  if public_registry_reached; then
    step images "${missing[*]}: from the public registry"
    images_side_by_side image_copied "${missing[@]}"
  else
    step images "${missing[*]}: no public registry is reached, made here, mostly from Debian's packages"
    images_made "${missing[@]}"
  fi
}

images_made() {
  local name alone=() on_debian=()
  for name in "$@"; do
    case $name in
    pause | busybox) alone+=("$name") ;;
    debian) ;;
    *) on_debian+=("$name") ;;
    esac
  done
  images_side_by_side image_made "${alone[@]}"
  if (($# > ${#alone[@]})) && ! image_is_there debian; then image_made debian; fi
  images_side_by_side image_made "${on_debian[@]}"
}

images_side_by_side() {
  (($# > 1)) || return 0
  side_by_side "$@" || fail "an image failed; see the lines above"
}

public_registry_reached() {
  [[ ${KUBE_RELEASE_PUBLIC_REGISTRY:-} != no ]] || return 1
  curl -s --max-time 3 -o /dev/null https://registry-1.docker.io/v2/
}

image_reference() { echo "$REGISTRY/library/$1:${2:-${IMAGE_TAGS[$1]%% *}}"; }

# What an image is made from: its directory, the suite, and the base below it.
image_key() {
  {
    echo "$DEBIAN_SUITE ${IMAGE_TAGS[$1]} $(uname -m)"
    find "$CLUSTER_DIR/images/$1" -type f | sort | xargs cat
    case $1 in pause | busybox | debian) ;; *) image_key debian ;; esac
  } | sha256sum | cut -c1-12
}

image_stamp() { echo "$SET_DIR/registry/stamps/$1-$(image_key "$1")"; }
image_is_there() { [[ -f $(image_stamp "$1") ]]; }

# Into the registry under each tag, with a stamp, so that the next time costs nothing.
image_stored() {
  local tag
  for tag in ${IMAGE_TAGS[$1]}; do
    skopeo copy -q --insecure-policy --dest-tls-verify=false "$2" "docker://$(image_reference "$1" "$tag")"
  done
  mkdir -p "$SET_DIR/registry/stamps"
  touch "$(image_stamp "$1")"
}

# The pause program is our own in any case: it has no public name.
image_copied() {
  [[ $1 != pause ]] || {
    image_made "$1"
    return
  }
  local start
  start=$(now)
  image_stored "$1" "docker://docker.io/library/$1:${IMAGE_TAGS[$1]%% *}"
  step "$1" "$(image_reference "$1") copied in $(seconds_since "$start")"
}

image_made() {
  local archive start
  start=$(now)
  archive=$ARCHIVES_DIR/$1-$(image_key "$1").tar
  [[ -f $archive ]] || image_built "$1" "$archive"
  image_stored "$1" "oci-archive:$archive"
  step "$1" "$(image_reference "$1") in $(seconds_since "$start")"
}

image_built() {
  local context=$STATE_DIR/build/image-$1-$INSTANCE log=$SET_DIR/log/image-$1.log variable proxies=()
  rm -rf "$context"
  mkdir -p "$context" "$ARCHIVES_DIR"
  cp -r "$CLUSTER_DIR/images/$1/." "$context"
  if [[ -x $context/prepare ]]; then
    PROJECT_DIR=$CLUSTER_DIR/../.. DEBIAN_SUITE=$DEBIAN_SUITE IMAGE_TAG=${IMAGE_TAGS[$1]%% *} \
      "$context/prepare" "$context" >"$log" 2>&1 || {
      tail -5 "$log" >&2
      fail "preparing the image $1 failed; its log: $log"
    }
  fi
  for variable in http_proxy https_proxy no_proxy; do
    [[ -z ${!variable:-} ]] || proxies+=(--opt "build-arg:$variable=${!variable}")
  done
  buildctl build --frontend dockerfile.v0 --local "context=$context" --local "dockerfile=$context" "${proxies[@]}" \
    --output "type=oci,dest=$2.part,compression=gzip,compression-level=3" >"$log" 2>&1 || {
    tail -15 "$log" >&2
    fail "building the image $1 failed; its log: $log"
  }
  mv "$2.part" "$2"
  rm -rf "$context"
}
