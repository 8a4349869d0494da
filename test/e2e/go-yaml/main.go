// Reads manifest files as kubectl does. Each line of the input is a file, as a JSON string; each line of the output has its
// objects, {"objects": […]}, or what kubectl would say, {"error": "…"}.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"log"
	"os"
	"strings"

	utiljson "k8s.io/apimachinery/pkg/util/json"
	"k8s.io/apimachinery/pkg/util/yaml"
)

type answer struct {
	Objects []any  `json:"objects,omitzero"`
	Error   string `json:"error,omitempty"`
}

func main() {
	lines := json.NewDecoder(bufio.NewReader(os.Stdin))
	output := bufio.NewWriter(os.Stdout)
	answers := json.NewEncoder(output)
	answers.SetEscapeHTML(false)
	for {
		var file string
		if err := lines.Decode(&file); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			log.Fatal(err)
		}
		if err := answers.Encode(read(file)); err != nil {
			log.Fatal(err)
		}
	}
	if err := output.Flush(); err != nil {
		log.Fatal(err)
	}
}

// read does what the builder of k8s.io/cli-runtime does for a file.
func read(file string) answer {
	decoder := yaml.NewYAMLOrJSONDecoder(strings.NewReader(file), 4096)
	objects := []any{}
	for {
		var raw json.RawMessage
		if err := decoder.Decode(&raw); errors.Is(err, io.EOF) {
			return answer{Objects: objects}
		} else if err != nil {
			return answer{Error: err.Error()}
		}
		if raw = bytes.TrimSpace(raw); len(raw) == 0 || string(raw) == "null" {
			continue
		}
		var object any
		if err := utiljson.Unmarshal(raw, &object); err != nil {
			return answer{Error: err.Error()}
		}
		objects = append(objects, object)
	}
}
