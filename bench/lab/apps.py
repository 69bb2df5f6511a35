"""Apps to release: a small one that comes up at once or fails as asked, and copies of examples/polls."""

import shutil
from pathlib import Path

from bench.lab.bed import ROOT
from bench.lab.processes import run

CHART = """\
apiVersion: v2
name: {name}
version: 0.1.0
"""

DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: app}
spec:
  replicas: {{ .Values.replicas }}
  strategy: {rollingUpdate: {maxUnavailable: 0, maxSurge: "100%"}}
  selector: {matchLabels: {app: app}}
  template:
    metadata:
      labels: {app: app}
      annotations: {mark: {{ .Values.mark | quote }}}
    spec:
      automountServiceAccountToken: false
      terminationGracePeriodSeconds: 0
      containers:
        - name: app
          image: "{{ .Values.image.repository }}@{{ .Values.image.digest }}"
          command: {{ .Values.command | toJson }}
          {{- with .Values.env }}
          env: {{- toYaml . | nindent 12 }}
          {{- end }}
          {{- with .Values.readiness }}
          readinessProbe: {{- toYaml . | nindent 12 }}
          {{- end }}
          resources: {{- toYaml .Values.resources | nindent 12 }}
        {{- with .Values.sidecar }}
        - {name: beside, image: {{ . | quote }}}
        {{- end }}
"""

VALUES = """\
image: {repository: "", digest: ""}
replicas: 3
mark: ""
command: [busybox, httpd, -f, -p, "8080"]
env: []
sidecar: ""
readiness: {tcpSocket: {port: 8080}, periodSeconds: 1}
resources: {requests: {cpu: 1m, memory: 4Mi}}
"""


def small(
    directory: Path, registry: str, namespace: str, values: str = "", more: str = "", image: str = "bench"
) -> Path:
    """A release of the small app to staging: `values` are the environment's own, `more` further release file keys."""
    for name, text in {
        "Dockerfile": "FROM busybox:1.35\nCOPY page /page\nUSER 10001\n",
        "page": "hello\n",
        "chart/Chart.yaml": CHART.format(name="bench"),
        "chart/values.yaml": VALUES,
        "chart/templates/deployment.yaml": DEPLOYMENT,
        "staging.yaml": values or "{}\n",
        "kube-release.yaml": f"""\
app: bench
image: {{repository: {registry}/{image}}}
{more}environments:
  staging: {{cluster: staging, namespace: {namespace}, values: [staging.yaml], readyWithin: 60s}}
""",
    }.items():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return directory


def by_hand(registry: str) -> str:
    """What `helm --set-string` needs for the small chart: an image that is the same as the app's, by digest."""
    image = f"docker://{registry}/library/busybox:1.35"
    digest = run(["skopeo", "inspect", "--tls-verify=false", "--format", "{{.Digest}}", image]).require().output.strip()
    return f"image.repository={registry}/library/busybox,image.digest={digest}"


def polls(directory: Path, registry: str, namespace: str) -> Path:
    """A copy of examples/polls that is released to a namespace of its own, without anybody's approval."""
    shutil.copytree(ROOT / "examples/polls", directory, dirs_exist_ok=True)
    file = directory / "kube-release.yaml"
    kept = [line for line in file.read_text().splitlines() if "approval:" not in line]
    text = "\n".join(kept).replace("namespace: polls", f"namespace: {namespace}")
    file.write_text(text.replace("localhost:5000/polls", f"{registry}/{namespace}") + "\n")
    # Asked each second, the databases of several copies would keep a small machine busy with being asked.
    services = directory / "deploy/services.yaml"
    services.write_text(services.read_text().replace("periodSeconds: 1\n", "periodSeconds: 15\n"))
    return directory


def change_a_line(directory: Path, mark: str) -> None:
    """The heading of the page of polls, as somebody who mends a word would."""
    page = directory / "polls/templates/polls/index.html"
    original = (ROOT / "examples/polls/polls/templates/polls/index.html").read_text()
    changed = original.replace("</h1>", f" {mark}</h1>", 1)
    if changed == original:
        raise ValueError(f"{page} has no heading to change")
    page.write_text(changed)
