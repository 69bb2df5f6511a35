{{- define "tiny.image" -}}
{{ .Values.image.repository }}@{{ .Values.image.digest }}
{{- end }}
