// Command kubelet-keyring reads cases from standard input, a JSON object a line, and says on a line for each what the kubelet
// would log in with.
package main

import (
	"bufio"
	"encoding/json"
	"os"

	v1 "k8s.io/api/core/v1"
	"k8s.io/kubernetes/pkg/credentialprovider"
	"k8s.io/kubernetes/pkg/credentialprovider/secrets"
)

type pod struct {
	// The values of .dockerconfigjson, in the order in which the Pod names the Secrets.
	Secrets [][]byte `json:"secrets"`
	Images  []string `json:"images"`
}

type login struct {
	Username string `json:"username"`
	Password string `json:"password"`
}

// Logins of each image, in the order of the attempts; absent where the Secrets are unusable.
func lookup(asked pod) [][]login {
	var list []v1.Secret
	for _, content := range asked.Secrets {
		data := map[string][]byte{v1.DockerConfigJsonKey: content}
		list = append(list, v1.Secret{Type: v1.SecretTypeDockerConfigJson, Data: data})
	}
	keyring, err := secrets.MakeDockerKeyring(list, credentialprovider.UnionDockerKeyring{})
	if err != nil {
		return nil
	}
	answer := [][]login{}
	for _, image := range asked.Images {
		found := []login{}
		credentials, _ := keyring.Lookup(image)
		for _, one := range credentials {
			found = append(found, login{one.Username, one.Password})
		}
		answer = append(answer, found)
	}
	return answer
}

func main() {
	input := json.NewDecoder(bufio.NewReader(os.Stdin))
	buffered := bufio.NewWriter(os.Stdout)
	defer buffered.Flush()
	output := json.NewEncoder(buffered)
	for input.More() {
		var asked pod
		if err := input.Decode(&asked); err != nil {
			panic(err)
		}
		if err := output.Encode(lookup(asked)); err != nil {
			panic(err)
		}
	}
}
