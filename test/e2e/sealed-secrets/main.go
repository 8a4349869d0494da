// Command unseal opens SealedSecrets with the code of the Sealed Secrets controller.
//
// Standard input: {"key": PEM of the private key, "sealed": [SealedSecret, …]}. Standard output: for each of them
// {"secret": Secret} or {"error": text}.
package main

import (
	"bytes"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"log"
	"os"

	"github.com/bitnami/sealed-secrets/pkg/apis/sealedsecrets/v1alpha1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/client-go/kubernetes/scheme"
)

type request struct {
	Key    string            `json:"key"`
	Sealed []json.RawMessage `json:"sealed"`
}

type answer struct {
	Secret *corev1.Secret `json:"secret,omitempty"`
	Error  string         `json:"error,omitempty"`
}

func main() {
	var input request
	if err := json.NewDecoder(os.Stdin).Decode(&input); err != nil {
		log.Fatal(err)
	}
	keys, err := privateKeys(input.Key)
	if err != nil {
		log.Fatal(err)
	}
	answers := []answer{}
	for _, sealed := range input.Sealed {
		answers = append(answers, unseal(sealed, keys))
	}
	if err := json.NewEncoder(os.Stdout).Encode(answers); err != nil {
		log.Fatal(err)
	}
}

func privateKeys(text string) (map[string]*rsa.PrivateKey, error) {
	block, _ := pem.Decode([]byte(text))
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, err
	}
	return map[string]*rsa.PrivateKey{"key": key.(*rsa.PrivateKey)}, nil
}

// unseal takes an object as strictly as `kubectl apply --validate=strict` does.
func unseal(document []byte, keys map[string]*rsa.PrivateKey) answer {
	var sealed v1alpha1.SealedSecret
	decoder := json.NewDecoder(bytes.NewReader(document))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&sealed); err != nil {
		return answer{Error: err.Error()}
	}
	secret, err := sealed.Unseal(scheme.Codecs, keys)
	if err != nil {
		return answer{Error: err.Error()}
	}
	return answer{Secret: secret}
}
