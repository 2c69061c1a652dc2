{
  "targets": [
    {
      "target_name": "yaoju_chain",
      "sources": ["fleet/adapters/native/chain/chain.cc"],
      "defines": ["NAPI_VERSION=8"]
    }
  ]
}
