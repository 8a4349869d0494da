// Brings the manifests of a directory into a cluster by the engine of Argo CD, as `argocd app sync --prune` does, and says as
// JSON which objects were out of sync before and what became of each. As in Argo CD, hooks are never out of sync.
//
//	argo-cd status|sync <directory>
package main

import (
	"encoding/json"
	"log"
	"os"
	"path/filepath"
	"time"

	"github.com/argoproj/gitops-engine/pkg/cache"
	"github.com/argoproj/gitops-engine/pkg/diff"
	"github.com/argoproj/gitops-engine/pkg/sync"
	"github.com/argoproj/gitops-engine/pkg/sync/common"
	"github.com/argoproj/gitops-engine/pkg/sync/hook"
	"github.com/argoproj/gitops-engine/pkg/utils/kube"
	"github.com/argoproj/gitops-engine/pkg/utils/tracing"
	"github.com/go-logr/logr"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/klog/v2"
)

const (
	// How the objects of the application are known.
	tracking    = "argocd.argoproj.io/tracking-id"
	application = "coco"
	// Where objects without a namespace go.
	namespace = "default"
	timeout   = 60 * time.Second
)

type report struct {
	OutOfSync []string          `json:"outOfSync"`
	Phase     string            `json:"phase,omitempty"`
	Results   map[string]string `json:"results,omitempty"`
}

func main() {
	log.SetFlags(0)
	klog.SetLogger(logr.Discard())
	config, err := clientcmd.BuildConfigFromFlags("", os.Getenv("KUBECONFIG"))
	check(err)
	config.QPS, config.Burst = 200, 400
	cluster := cache.NewClusterCache(config, cache.SetLogr(logr.Discard()), cache.SetPopulateResourceInfoHandler(
		func(object *unstructured.Unstructured, _ bool) (any, bool) {
			managed := object.GetAnnotations()[tracking] == application
			return managed, managed
		}))
	check(cluster.EnsureSynced())

	targets := read(os.Args[2])
	said := report{OutOfSync: outOfSync(compare(targets, cluster))}
	if os.Args[1] == "sync" {
		synchronize(&said, config, targets, cluster)
	}
	check(json.NewEncoder(os.Stdout).Encode(said))
}

func compare(targets []*unstructured.Unstructured, cluster cache.ClusterCache) sync.ReconciliationResult {
	live, err := cluster.GetManagedLiveObjs(targets, func(resource *cache.Resource) bool { return resource.Info == true })
	check(err)
	return sync.Reconcile(targets, live, namespace, cluster)
}

func outOfSync(state sync.ReconciliationResult) []string {
	differences, err := diff.DiffArray(state.Target, state.Live, diff.WithLogr(logr.Discard()))
	check(err)
	names := []string{}
	for index, difference := range differences.Diffs {
		object := state.Target[index]
		if object == nil {
			object = state.Live[index]
		}
		if !hook.IsHook(object) && (difference.Modified || state.Target[index] == nil || state.Live[index] == nil) {
			names = append(names, describe(kube.GetResourceKey(object)))
		}
	}
	return names
}

// Compares and goes a step further until all is done, as the application controller does.
func synchronize(said *report, config *rest.Config, targets []*unstructured.Unstructured, cluster cache.ClusterCache) {
	kubectl := &kube.KubectlCmd{Log: logr.Discard(), Tracer: tracing.NopTracer{}}
	phase, message, results := common.OperationRunning, "", []common.ResourceSyncResult(nil)
	started := metav1.Now()
	for end := time.Now().Add(timeout); !phase.Completed(); time.Sleep(100 * time.Millisecond) {
		if time.Now().After(end) {
			log.Fatalf("still %s: %s", phase, message)
		}
		context, cleanup, err := sync.NewSyncContext("revision", compare(targets, cluster), config, config, kubectl, namespace,
			cluster.GetOpenAPISchema(), sync.WithPrune(true), sync.WithLogr(logr.Discard()),
			sync.WithInitialState(phase, message, results, started))
		check(err)
		context.Sync()
		phase, message, results = context.GetState()
		cleanup()
	}
	said.Phase, said.Results = string(phase), map[string]string{}
	for _, result := range results {
		said.Results[describe(result.ResourceKey)] = outcome(result)
	}
}

func outcome(result common.ResourceSyncResult) string {
	if result.HookType != "" {
		return string(result.HookType) + " hook " + string(result.HookPhase)
	}
	return string(result.Status) + ": " + result.Message
}

func describe(key kube.ResourceKey) string {
	return key.Kind + "/" + key.Namespace + "/" + key.Name
}

func read(directory string) []*unstructured.Unstructured {
	files, err := filepath.Glob(filepath.Join(directory, "*.yaml"))
	check(err)
	var objects []*unstructured.Unstructured
	for _, file := range files {
		content, err := os.ReadFile(file)
		check(err)
		more, err := kube.SplitYAML(content)
		check(err)
		objects = append(objects, more...)
	}
	for _, object := range objects {
		annotations := object.GetAnnotations()
		if annotations == nil {
			annotations = map[string]string{}
		}
		annotations[tracking] = application
		object.SetAnnotations(annotations)
	}
	return objects
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
