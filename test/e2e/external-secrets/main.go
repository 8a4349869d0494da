// Command render makes of ExternalSecrets the Secrets that the operator makes, with its own template engine.
//
// Standard input: JSON documents {"externalSecret": ExternalSecret, "store": {key: {property: value}}, "generators":
// {"Kind/name": {key: value}}}, any number. Standard output: for each {"data": {key: value}} or {"error": text}.
// What a store and the generators hold is given; all else is the operator's code.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"os"

	esv1 "github.com/external-secrets/external-secrets/apis/externalsecrets/v1"
	"github.com/external-secrets/external-secrets/pkg/template/v2"
	"github.com/external-secrets/external-secrets/pkg/utils"
	corev1 "k8s.io/api/core/v1"
)

type request struct {
	ExternalSecret json.RawMessage              `json:"externalSecret"`
	Store          map[string]map[string]string `json:"store"`
	Generators     map[string]map[string]string `json:"generators"`
}

type answer struct {
	Data  map[string]string `json:"data,omitempty"`
	Type  string            `json:"type,omitempty"`
	Error string            `json:"error,omitempty"`
}

func main() {
	input := json.NewDecoder(os.Stdin)
	output := json.NewEncoder(os.Stdout)
	for {
		var next request
		if err := input.Decode(&next); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			log.Fatal(err)
		}
		if err := output.Encode(answerTo(next)); err != nil {
			log.Fatal(err)
		}
	}
}

func answerTo(input request) answer {
	var object esv1.ExternalSecret
	decoder := json.NewDecoder(bytes.NewReader(input.ExternalSecret))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&object); err != nil {
		return answer{Error: err.Error()}
	}
	values, err := fetch(object.Spec, input)
	if err != nil {
		return answer{Error: err.Error()}
	}
	secret, err := render(object.Spec.Target.Template, values)
	if err != nil {
		return answer{Error: err.Error()}
	}
	data := map[string]string{}
	for key, value := range secret.Data {
		data[key] = string(value)
	}
	return answer{Data: data, Type: string(object.Spec.Target.Template.Type)}
}

// fetch collects what the operator would fetch: `dataFrom` first, then `data`.
func fetch(spec esv1.ExternalSecretSpec, input request) (map[string][]byte, error) {
	values := map[string][]byte{}
	for _, from := range spec.DataFrom {
		reference := from.SourceRef.GeneratorRef
		generated, found := input.Generators[reference.Kind+"/"+reference.Name]
		if !found {
			return nil, fmt.Errorf("there is no generator %s %s", reference.Kind, reference.Name)
		}
		renamed, err := utils.RewriteMap(from.Rewrite, asBytes(generated))
		if err != nil {
			return nil, err
		}
		for key, value := range renamed {
			values[key] = value
		}
	}
	for _, one := range spec.Data {
		value, found := input.Store[one.RemoteRef.Key][one.RemoteRef.Property]
		if !found {
			return nil, fmt.Errorf("the store has no %s of %s", one.RemoteRef.Property, one.RemoteRef.Key)
		}
		values[one.SecretKey] = []byte(value)
	}
	return values, nil
}

func render(blueprint *esv1.ExternalSecretTemplate, values map[string][]byte) (*corev1.Secret, error) {
	secret := &corev1.Secret{Data: map[string][]byte{}}
	texts := asBytes(blueprint.Data)
	return secret, template.Execute(texts, values, esv1.TemplateScopeValues, esv1.TemplateTargetData, secret)
}

func asBytes(texts map[string]string) map[string][]byte {
	bytes := map[string][]byte{}
	for key, text := range texts {
		bytes[key] = []byte(text)
	}
	return bytes
}
