#!/bin/bash
# Releases examples/polls as a careful script would: BuildKit, Helm and kubectl, to staging and then to production.
# usage: release.sh DIRECTORY NAMESPACE VERSION, with REPOSITORY (of the image), CHARTS (OCI repository) and HELM set;
# TESTS=no leaves the tests out.
# What runs beside other things anyway does: datastores start while the image is built. With DIGESTS_FIRST=yes it is the
# script of somebody who has thought further: what is in both environments already is neither tested nor deployed again.
set -euo pipefail
directory=$1 namespace=$2 version=$3
here=$(cd "$(dirname "$0")" && pwd)
helm=${HELM:-helm}
work=$(mktemp -d)
trap 'end_datastores; rm -rf "$work"' EXIT
started=

on() {
  local context=$1
  shift
  kubectl --context "$context" --namespace "$namespace" "$@"
}

start_datastores() {
  [[ ${TESTS:-} != no ]] || return 0
  started=yes
  on staging create secret generic test-datastores --from-literal=password="$(openssl rand -hex 12)" >/dev/null
  on staging apply --filename "$here/datastores.yaml" >/dev/null
}

end_datastores() {
  [[ -z $started ]] || on staging delete pod/test-datastores pod/test secret/test-datastores --ignore-not-found --wait=false >/dev/null
  started=
}

build() {
  local options=()
  [[ ! -r /etc/ssl/certs/ca-certificates.crt ]] || options+=(--secret id=ca-bundle,src=/etc/ssl/certs/ca-certificates.crt)
  buildctl build --frontend dockerfile.v0 --local context="$directory" --local dockerfile="$directory" "${options[@]}" \
    --output "type=image,name=$REPOSITORY:$version,push=true" --metadata-file "$work/image.json" >"$work/build.log" 2>&1 ||
    { tail -20 "$work/build.log" >&2 && exit 1; }
  digest=$(jq -r '."containerimage.digest"' "$work/image.json")
}

# run_pod CONTEXT NAME TEMPLATE: the pod of a template, with the image, to its end.
run_pod() {
  local address=
  [[ $2 != test ]] || address=$(on staging get pod test-datastores -o jsonpath='{.status.podIP}')
  on "$1" delete pod "$2" --ignore-not-found --grace-period=0 >/dev/null
  sed "s,@IMAGE@,$REPOSITORY@$digest,; s,@ADDRESS@,$address,; s,@NAMESPACE@,$namespace," "$here/$3" | on "$1" apply --filename - >/dev/null
  on "$1" wait --for=jsonpath='{.status.phase}'=Succeeded "pod/$2" --timeout=600s >/dev/null &
  local succeeded=$!
  on "$1" wait --for=jsonpath='{.status.phase}'=Failed "pod/$2" --timeout=600s >/dev/null 2>&1 &
  local failed=$! result=0
  wait -n "$succeeded" "$failed" || true
  on "$1" logs "$2" || true
  [[ $(on "$1" get pod "$2" -o jsonpath='{.status.phase}') == Succeeded ]] || result=1
  kill "$succeeded" "$failed" 2>/dev/null || true
  wait "$succeeded" "$failed" 2>/dev/null || true
  return $result
}

run_tests() {
  [[ ${TESTS:-} != no ]] || return 0
  on staging wait --for=condition=Ready pod/test-datastores --timeout=300s >/dev/null
  run_pod staging test test.yaml
  end_datastores
}

push_chart() {
  "$helm" package "$directory/chart" --version "$version" --app-version "$version" --destination "$work" >/dev/null
  "$helm" push "$work/polls-$version.tgz" "oci://$CHARTS" --plain-http >/dev/null 2>&1
}

deploy() {
  "$helm" upgrade --install polls "$work/polls-$version.tgz" --kube-context "$1" --namespace "$namespace" --values "$directory/deploy/$1.yaml" \
    --set "image.repository=$REPOSITORY,image.digest=$digest" --wait --timeout 5m >/dev/null
  run_pod "$1" smoke smoke.yaml
  on "$1" delete pod smoke --wait=false >/dev/null
}

# is_there CONTEXT: whether the deployed revision has this image, this chart and these values. The chart's own version says nothing.
is_there() {
  local kept
  kept=$(on "$1" get configmap polls-released -o jsonpath='{.data.content}' 2>/dev/null) && [[ $kept == "$(content "$1")" ]]
}
content() {
  echo "$digest $(find "$directory/chart" "$directory/deploy/$1.yaml" -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum)"
}
keep_note() {
  on "$1" create configmap polls-released --from-literal=content="$(content "$1")" --dry-run=client -o yaml | on "$1" apply --filename - >/dev/null
}

if [[ ${DIGESTS_FIRST:-} == yes ]]; then
  build
  if is_there staging && is_there production; then
    echo "unchanged: $digest"
    exit
  fi
  start_datastores
else
  start_datastores
  build
fi
run_tests
push_chart
for environment in staging production; do
  deploy $environment
  [[ ${DIGESTS_FIRST:-} != yes ]] || keep_note $environment
done
echo "released $version: $digest"
