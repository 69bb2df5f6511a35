{{/* What the templates share: names, labels, the image, and the environment of the app. */}}

{{- define "polls.name" -}}
{{- if contains .Chart.Name .Release.Name -}}
{{ .Release.Name | trunc 50 | trimSuffix "-" }}
{{- else -}}
{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 50 | trimSuffix "-" }}
{{- end -}}
{{- end }}

{{- define "polls.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "polls.labels" -}}
{{ include "polls.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | replace "+" "_" | trunc 63 | trimAll "-_." | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimAll "-_." }}
{{- end }}

{{- define "polls.image" -}}
{{- with .Values.image -}}
{{ .repository }}{{ if .digest }}@{{ .digest }}{{ else }}:{{ .tag | default $.Chart.AppVersion }}{{ end }}
{{- end -}}
{{- end }}

{{- define "polls.hosts" -}}
{{- $hosts := list (include "polls.name" .) ".svc" ".svc.cluster.local" (printf "%s.%s" (include "polls.name" .) .Release.Namespace) "localhost" "127.0.0.1" "$(NODE_IP)" "$(POD_IP)" -}}
{{- if .Values.ingress.enabled }}{{ $hosts = append $hosts .Values.ingress.host }}{{ end }}
{{- if .Values.httpRoute.enabled }}{{ $hosts = append $hosts .Values.httpRoute.host }}{{ end -}}
{{ concat $hosts .Values.allowedHosts | join "," }}
{{- end }}

{{- define "polls.env" -}}
- name: VERSION
  value: {{ .Chart.AppVersion | quote }}
- name: IMAGE
  value: {{ include "polls.image" . | quote }}
- name: HTTPS
  value: {{ .Values.https | quote }}
- name: NODE_IP
  valueFrom: {fieldRef: {fieldPath: status.hostIP}}
- name: POD_IP
  valueFrom: {fieldRef: {fieldPath: status.podIP}}
- name: ALLOWED_HOSTS
  value: {{ include "polls.hosts" . | quote }}
{{- range list "DATABASE_URL" "REDIS_URL" }}
- name: {{ . }}
  valueFrom: {secretKeyRef: {name: {{ $.Values.datastores | default $.Values.secret }}, key: {{ . }}}}
{{- end }}
- name: SECRET_KEY
  valueFrom: {secretKeyRef: {name: {{ .Values.secret }}, key: SECRET_KEY}}
{{- end }}

{{- define "polls.podSecurity" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
seccompProfile: {type: RuntimeDefault}
{{- end }}

{{- define "polls.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: {drop: [ALL]}
{{- end }}

{{- define "polls.pullSecrets" -}}
{{- with .Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- end }}
