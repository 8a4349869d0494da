// Brings the manifests of a directory into a cluster by the package that Flux's kustomize-controller does it with, and says
// what that did to each object, as JSON. What another directory had and this one has not is deleted, as with `prune: true`.
//
//	flux <directory> [<directory before>]
package main

import (
	"context"
	"encoding/json"
	"log"
	"os"
	"path/filepath"

	"github.com/fluxcd/cli-utils/pkg/kstatus/polling"
	"github.com/fluxcd/pkg/ssa"
	"github.com/fluxcd/pkg/ssa/utils"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/config"
)

func main() {
	log.SetFlags(0)
	kube, err := client.New(config.GetConfigOrDie(), client.Options{})
	check(err)
	poller := polling.NewStatusPoller(kube, kube.RESTMapper(), polling.Options{})
	owner := ssa.Owner{Field: "kustomize-controller", Group: "kustomize.toolkit.fluxcd.io"}
	manager := ssa.NewResourceManager(kube, poller, owner)
	ctx := context.Background()

	objects := read(manager, os.Args[1])
	changes, err := manager.ApplyAllStaged(ctx, objects, ssa.DefaultApplyOptions())
	check(err)
	if len(os.Args) > 2 {
		options := ssa.DefaultDeleteOptions()
		options.Inclusions = manager.GetOwnerLabels(name, namespace)
		deleted, err := manager.DeleteAll(ctx, without(read(manager, os.Args[2]), objects), options)
		check(err)
		changes.Append(deleted.Entries)
	}
	check(json.NewEncoder(os.Stdout).Encode(changes.ToMap()))
}

// The Kustomization that the objects belong to.
const name, namespace = "coco", "flux-system"

func read(manager *ssa.ResourceManager, directory string) []*unstructured.Unstructured {
	files, err := filepath.Glob(filepath.Join(directory, "*.yaml"))
	check(err)
	var objects []*unstructured.Unstructured
	for _, file := range files {
		reader, err := os.Open(file)
		check(err)
		more, err := utils.ReadObjects(reader)
		check(err)
		objects = append(objects, more...)
	}
	manager.SetOwnerLabels(objects, name, namespace)
	return objects
}

func without(all, kept []*unstructured.Unstructured) []*unstructured.Unstructured {
	known := map[string]bool{}
	for _, object := range kept {
		known[utils.FmtUnstructured(object)] = true
	}
	var rest []*unstructured.Unstructured
	for _, object := range all {
		if !known[utils.FmtUnstructured(object)] {
			rest = append(rest, object)
		}
	}
	return rest
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
